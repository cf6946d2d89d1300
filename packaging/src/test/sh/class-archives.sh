#!/bin/sh
# class-archives.sh JAVA: makes a class archive for each command's JAR, which its launcher takes when SUPERLANCE_CLASS_ARCHIVES
# names their directory. The integration tests start commands more than a thousand times. What fails only costs time.
set -u
java=$1
top=$(cd "$(dirname "$0")/../../../.." && pwd)
archives=$top/packaging/target/class-archives
rm -rf "$archives"
mkdir -p "$archives/work"

# G1 while they are made: only then do they hold objects too.
dump() { # JAR
    "$java" -Xshare:dump -XX:+UseG1GC -Xmx128m -XX:SharedClassListFile="$archives/work/classes" \
        -XX:SharedArchiveFile="$archives/${1##*/}.jsa" -cp "$1" >"$archives/work/${1##*/}.log" 2>&1 </dev/null
}

if "$java" -XX:DumpLoadedClassList="$archives/work/classes" \
    -cp "$top/superlance/target/superlance.jar:$top/packaging/target/root/usr/share/superlance/rehearsal.jar" \
    org.superlance.packaging.cds.CdsTrainingRun "$archives/work" >"$archives/work/log" 2>&1 </dev/null; then
    for jar in "$top"/*/target/*.jar; do
        # a launcher in front: a command
        case $(head -c 2 "$jar") in
            '#!') dump "$jar" ;;
        esac
    done
fi
rm -rf "$archives/work"
