#!/bin/sh
. /usr/share/superlance/launcher.sh
run -cp /usr/share/superlance/superlance.jar @main@ "$@"
