#!/bin/sh
# shellcheck source=/dev/null
. /usr/share/superlance/launcher.sh
jar=/usr/share/superlance/superlance.jar
archive=/var/cache/superlance${home:?}/classes.jsa
[ -r "$archive" ] || archive=
# The JVM itself loads the classes of the archive: the class loader for applications is Java code, which takes 10 to 20 ms
# for those of a start and 0.3 MB for what it notes of each.
run ${archive:+"-XX:SharedArchiveFile=$archive" "-Xbootclasspath/a:$jar"} -cp "$jar" @main@ "$@"
