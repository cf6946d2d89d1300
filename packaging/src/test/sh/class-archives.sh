#!/bin/sh
# class-archives.sh JAVA: makes a class archive for each command's JAR, which its launcher takes when SUPERLANCE_CLASS_ARCHIVES
# names their directory. The integration tests start commands more than a thousand times. What fails only costs time.
set -u
java=$1
cd "$(dirname "$0")/../../../.." || exit
top=$PWD
archives=$top/packaging/target/class-archives
work=$archives/work

# commands: the JARs with a launcher in front.
commands() {
    for jar in */target/*.jar; do
        case $(head -c 2 "$jar") in
            '#!') echo "$jar" ;;
        esac
    done
}

# Each run of the integration tests comes here, mostly with the JARs of the one before.
for jar in $(commands); do
    [ "$archives/${jar##*/}.jsa" -nt "$jar" ] || outdated=yes
done
[ -n "${outdated:-}" ] || exit 0
rm -rf "$archives"
mkdir -p "$work"

# What listeners load.
listeners() {
    "$java" -XX:DumpLoadedClassList="$work/listeners" \
        -cp "$top/superlance/target/superlance.jar:$top/packaging/target/root/usr/share/superlance/rehearsal.jar" \
        org.superlance.packaging.cds.CdsTrainingRun "$work" >"$work/listeners.log" 2>&1 </dev/null
}

# What the server of the tests with procmon run -C loads until it has answered a call.
server() {
    cat >"$work/server.conf" <<END
[supervisord]
logfile=%(here)s/supervisord.log
[unix_http_server]
file=%(here)s/server.sock
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[program:ctl]
command=supervisorctl -s "unix://%(here)s/server.sock" status
startsecs=0
autorestart=false
END
    timeout 60 "$java" -XX:DumpLoadedClassList="$work/server" -jar "$top/procmon/target/procmon.jar" \
        run -C "$work/server.conf" --on-exit ctl >"$work/server.log" 2>&1 </dev/null
}

# G1 while they are made: only then do they hold objects too.
dump() { # JAR
    "$java" -Xshare:dump -XX:+UseG1GC -Xmx128m -XX:SharedClassListFile="$work/classes" \
        -XX:SharedArchiveFile="$archives/${1##*/}.jsa" -cp "$top/$1" >"$work/${1##*/}.log" 2>&1 </dev/null
}

# a JVM that makes an archive keeps less than one processor busy
listeners &
server
wait
cat "$work/listeners" "$work/server" 2>/dev/null | awk '!listed[$0]++' >"$work/classes"
running=0
for jar in $(commands); do
    dump "$jar" &
    running=$((running + 1))
    [ $((running % 2)) -eq 1 ] || wait
done
wait
rm -rf "$work"
