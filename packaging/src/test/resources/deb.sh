# What an operator does with the DEB, step by step; each step's output is below its heading.
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
step() { echo "## $1"; }
# await COMMAND...: until it succeeds
await() {
    for second in $(seq 600); do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 1
    done
    echo "in vain: $*"
}
status() { supervisorctl status memmon | tr -s ' ' | cut -d ' ' -f 2; }
replaced() { next=$(supervisorctl pid memmon) && [ "$next" != "$pid" ] && [ "$next" != 0 ]; }
running() { [ "$(status)" = RUNNING ]; }
stopped() { ! running; }
mapped() { grep -q classes.jsa "/proc/$pid/maps"; }
listeners() { ps_count=0; for p in /proc/[0-9]*; do grep -qs superlance.jar "$p/cmdline" && ps_count=$((ps_count + 1)); done; echo "$ps_count"; }
# not grep itself
rehearsals() { grep -ls 'rehearsal[.]jar' /proc/[0-9]*/cmdline | wc -l; }
rehearsing() { [ "$(rehearsals)" != 0 ]; }
ready() {
    printf '' | SUPERVISOR_SERVER_URL=unix:///nowhere SUPERVISOR_PROCESS_NAME=memmon timeout 600 memmon -a 1GB 2>/tmp/stderr
    grep -v 'cannot check' /tmp/stderr || :
}

# What Debian's Java from 25 on provides: with it alone, no other one is installed.
step dependencies
mkdir /tmp/java /tmp/java/DEBIAN
cat >/tmp/java/DEBIAN/control <<END
Package: openjdk-25-jre-headless
Version: 25.0.5
Architecture: all
Maintainer: nobody
Description: Java
Provides: java-runtime-headless (= 25)
END
dpkg-deb --build /tmp/java /tmp/java.deb >/dev/null
{ dpkg-deb --field /tmp/java.deb; echo Status: install ok installed; } >/tmp/java.status
apt-get install --simulate -qq --no-install-recommends -o Dir::State::status=/tmp/java.status /files/*.deb | grep ^Inst | cut -d ' ' -f 2

step install
apt-get install -y -qq /files/*.deb >/dev/null 2>&1
dpkg-query -W -f '${Status}\n' superlance-java
stat -c '%A %U %n' /var/lib/superlance
ls -A /var/lib/superlance
find /var/cache/superlance -name '*.jsa' | wc -l

step use
cp /files/section.conf /etc/supervisor/conf.d/memmon.conf
supervisord -c /etc/supervisor/supervisord.conf
await running
status
pid=$(supervisorctl pid memmon)
await mapped
grep -c classes.jsa "/proc/$pid/maps"
java -jar /usr/share/superlance/memmon.jar --version

step stale
home=$(readlink -f /usr/bin/java)
archive=/var/cache/superlance${home%/bin/java}/classes.jsa
touch /usr/share/superlance/superlance.jar
ready
echo garbage >/tmp/garbage
mv /tmp/garbage "$archive"
ready
rm "$archive"
ready
# the listener that runs takes the touched JAR for another one
await replaced
pid=$(supervisorctl pid memmon)
await running

step java
touch /usr/lib/jvm/here
dpkg-trigger --no-await /usr/lib/jvm
dpkg --configure -a >/dev/null
find /var/cache/superlance -name '*.jsa' | wc -l

step upgrade
dpkg -i /files/*.deb >/dev/null
[ "$(supervisorctl pid memmon)" = "$pid" ] && status

step rights
chmod 700 /var/cache/superlance
dpkg -i /files/*.deb >/dev/null
stat -c '%A %U %n' /var/cache/superlance

step interrupted
/usr/share/superlance/class-archive &
making=$!
await rehearsing
kill "$making"
wait "$making" || echo "ended with $?"
rehearsals
ls /var/cache/superlance

step remove
/usr/share/superlance/class-archive &
await rehearsing
dpkg -r superlance-java >/dev/null
await stopped
listeners
ls -d /var/lib/superlance /var/cache/superlance /usr/share/superlance /usr/bin/memmon 2>/dev/null || :

step purge
dpkg -P superlance-java >/dev/null
ls -d /var/lib/superlance 2>/dev/null || :
supervisorctl shutdown
