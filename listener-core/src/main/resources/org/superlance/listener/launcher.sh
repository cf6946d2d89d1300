#!/bin/sh
# Finds Java, and starts what is given to run. Put in front of a JAR, it makes a command of it.

fail() {
    echo "${0##*/}: $1" >&2
    exit 2
}

java=${JAVA_HOME:-}/bin/java
if [ ! -x "$java" ] || [ -z "${JAVA_HOME:-}" ]; then
    java=$(command -v java) || fail "no Java found: install Java 17 or later, or set JAVA_HOME"
fi

# The release file tells the version without the time that starting a JVM takes.
version=
home=$(readlink -f "$java" 2>/dev/null)
home=${home%/bin/java}
if [ -r "$home/release" ]; then
    while IFS= read -r line; do
        case $line in JAVA_VERSION=*) version=${line#*\"} ;; esac
    done <"$home/release"
else
    version=$("$java" -version 2>&1 </dev/null | sed -n 's/.* version "//p')
fi
major=${version%%[!0-9]*}
case $major in
    '') fail "cannot tell the version of $java: set JAVA_HOME to a Java 17 or later" ;;
esac
[ "$major" -ge 17 ] || fail "$java is Java ${version%%\"*}: install Java 17 or later, or set JAVA_HOME"

# The JVM prints its own warnings on stdout unless it is told otherwise, and stdout is the event protocol's alone.
# Few arenas: the C library would otherwise set memory aside for each thread.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"

# run ARGUMENT...: what the JVM is to run, and its arguments.
run() {
    # shellcheck disable=SC2086  # SUPERLANCE_JAVA_OPTS is a list of words
    exec "$java" -Xlog:disable -Xlog:all=warning:stderr -XX:+DisplayVMOutputToStderr \
        -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms4m -Xmx64m -Xss512k -XX:-UsePerfData -Xshare:auto \
        ${SUPERLANCE_JAVA_OPTS:-} "$@"
}
