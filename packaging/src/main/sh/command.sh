#!/bin/sh
# shellcheck source=/dev/null
. /usr/share/superlance/launcher.sh
archive=/var/cache/superlance${home:?}/classes.jsa
[ -r "$archive" ] || archive=
run ${archive:+"-XX:SharedArchiveFile=$archive"} -cp /usr/share/superlance/superlance.jar @main@ "$@"
