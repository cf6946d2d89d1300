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

# Few arenas: the C library would otherwise set memory aside for each thread. The mark tells procmon that this is not
# what the user wants for the programs that it starts.
if [ -z "${MALLOC_ARENA_MAX:-}" ]; then
    export MALLOC_ARENA_MAX=1 SUPERLANCE_ARENAS=1
fi

# A JVM does not start in a directory that was deleted, such as that of a release that has been replaced.
# shellcheck disable=SC3013  # dash, bash, busybox and ksh have -ef
if ! [ . -ef "${PWD:-}" ] && ! env pwd -P >/dev/null 2>&1; then
    case $0 in
        /*) ;;
        *) fail "the current directory does not exist any more: start this from another one" ;;
    esac
    cd /
    echo "${0##*/}: the current directory does not exist any more: going on in /" >&2
fi

# The JVM takes file names, arguments and the environment for what the locale says, and in the C locale it has question
# marks for all but ASCII. UTF-8 is what they are, there and where a locale is named that is not installed. The mark
# tells procmon what the user has set, for the programs that it starts.
locale=${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}
case $locale in
    C | POSIX) ;;
    *)
        case "$0 $* ${SUPERLANCE_STATE_DIR:-}${SUPERVISOR_GROUP_NAME:-}${SUPERVISOR_PROCESS_NAME:-}" in
            *[!\ -~]*) [ "$(locale charmap 2>/dev/null)" != ANSI_X3.4-1968 ] || locale=C ;;
        esac
        ;;
esac
case $locale in
    C | POSIX)
        if [ -n "${LC_ALL:-}" ]; then
            export SUPERLANCE_LOCALE="LC_ALL=$LC_ALL" LC_ALL=C.UTF-8
        else
            export SUPERLANCE_LOCALE="LC_CTYPE=${LC_CTYPE:-}" LC_CTYPE=C.UTF-8
        fi
        ;;
esac

# The programs of procmon get the limit of open files that procmon was started with: the JVM raises its own. And the JVM
# keeps SIGQUIT for itself, and writes a thread dump for it; images have it as their STOPSIGNAL. procmon run has the dump
# written to a file without a name, and takes that for the signal.
dump=
case ${0##*/}:${1:-} in
    procmon*:run)
        # shellcheck disable=SC3045  # dash, bash, busybox and ksh have both
        SUPERLANCE_NOFILE=$(ulimit -S -n)
        # shellcheck disable=SC3045
        if [ "$SUPERLANCE_NOFILE" = "$(ulimit -H -n)" ]; then
            unset SUPERLANCE_NOFILE
        else
            export SUPERLANCE_NOFILE
        fi
        if file=$(mktemp 2>/dev/null) && exec 9>"$file"; then
            dump=/proc/self/fd/9
            export SUPERLANCE_THREAD_DUMP="$dump"
        fi
        [ -z "$file" ] || rm -f "$file"
        ;;
esac

# Code is compiled when it has been called that many times more often than by default. What reads whole tables of processes
# does so soon; the others work now and then, and compiled code costs them more memory than it saves time. They also get by
# with a smaller young generation, all of which is in use after some ticks. It would grow with the heap, to a megabyte and a
# half at the first full collection, and collecting what is left in it is as cheap when it stays small; but not where the
# answer of supervisord has megabytes, as memmon's can have.
compilation=50
young=320k
most_young=-XX:MaxNewSize=1m
case ${0##*/} in
    superlance*)
        compilation=5
        young=1m
        ;;
    memmon* | procmon*)
        compilation=5
        young=1m
        most_young=
        ;;
esac

# run ARGUMENT...: what the JVM is to run, and its arguments.
# The JVM prints its own warnings on stdout unless it is told otherwise, and stdout is the event protocol's alone. That a
# class archive does not fit is nobody's trouble.
# Then: a small heap, little compiled code and small tables, since a listener idles; half of the stack that the JVM touches
# ahead of each call of native code, in each thread; each minute back to the system what compiling has left; a class
# archive at its own address, because moved it would be a copy in each process; no search for who provides the log, or
# sockets, because that opens the JAR; no deserialization; no classes made for reflection, which Java 17 makes for what is
# called often, and later ones at the first call of all.
run() {
    selector=
    trim=
    # elsewhere than on Linux it has another name
    if [ -e /proc/self/task ]; then
        selector=-Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.EPollSelectorProvider
        # musl cannot give memory back, and the JVM would print that at each start
        for musl in /lib/ld-musl-*; do
            [ -e "$musl" ] || trim=-XX:TrimNativeHeapInterval=60000
        done
    fi
    # shellcheck disable=SC2086  # SUPERLANCE_JAVA_OPTS is a list of words
    set -- "$java" -Xlog:disable -Xlog:all=warning:stderr -Xlog:'cds*=off:stderr' -XX:+DisplayVMOutputToStderr \
        -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:+UnlockExperimentalVMOptions \
        -XX:+UseSerialGC -Xms4m -XX:NewSize="$young" ${most_young:+"$most_young"} -Xmx64m -Xss512k -XX:StackShadowPages=10 \
        -XX:StringTableSize=1024 -XX:SymbolTableSize=2048 -XX:-UsePerfData \
        -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling="$compilation" \
        -Xshare:auto -XX:ArchiveRelocationMode=0 \
        -Dslf4j.provider=org.superlance.listener.runtime.logging.LogProvider -Dslf4j.internal.verbosity=WARN \
        ${selector:+"$selector"} ${trim:+"$trim"} \
        -Djdk.serialFilter='!*' -Dsun.reflect.inflationThreshold=2147483647 -Djdk.reflect.useNativeAccessorOnly=true \
        ${dump:+-XX:+LogVMOutput -XX:-DisplayVMOutput "-XX:LogFile=$dump"} \
        ${SUPERLANCE_JAVA_OPTS:-} "$@"
    [ $$ -eq 1 ] || exec "$@"
    attend "$@"
}

# attend COMMAND...: as process 1 of a container, which every orphan falls to. A JVM reaps its own children only; a
# shell that waits reaps all.
attend() {
    # what a shell starts in the background ignores SIGINT and SIGQUIT, and so does whatever that starts itself
    if env --default-signal=INT,QUIT true 2>/dev/null; then
        set -- env --default-signal=INT,QUIT "$@"
    fi
    # a shell ends when it cannot redirect exec
    if (exec 3<&0) 2>/dev/null; then exec 3<&0; else exec 3</dev/null; fi
    "$@" <&3 3<&- &
    attended=$!
    exec 3<&-
    for signal in HUP USR1 USR2 WINCH TTIN TTOU; do
        # shellcheck disable=SC2064  # this signal, and not that of the last round
        trap "kill -s $signal $attended" "$signal"
    done
    # SIGINT is not passed on as it is: where env cannot reset it, it is ignored. For SIGQUIT, Java would not end.
    # Where all processes that there may be are in use, the JVM loses SIGTERM, for want of a thread for it; SIGQUIT needs none.
    trap 'kill -s TERM $attended; [ -z "$dump" ] || kill -s QUIT $attended' TERM INT QUIT
    status=0
    while kill -s 0 "$attended" 2>/dev/null; do
        wait "$attended"
        status=$?
    done
    # a signal may have ended the wait in the very moment in which the JVM ended
    wait "$attended"
    last=$?
    [ "$last" -eq 127 ] || status=$last
    exit "$status"
}
