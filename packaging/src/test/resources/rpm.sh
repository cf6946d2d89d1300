# What an operator does with the RPM, step by step, below a root that is Debian's: what it requires is not looked up.
step() { echo "## $1"; }
# without the advice of Debian's rpm to use something else
rpm() {
    status=0
    command rpm --root "$PWD" --dbpath /var/lib/rpm "$@" >files/said 2>&1 || status=$?
    grep -v '^rpm: ' files/said || :
    return "$status"
}

step install
rpm -i --nodeps files/*.rpm
rpm -V --nodeps superlance-java
stat -c '%A %U %n' var/lib/superlance
ls -A var/lib/superlance
find var/cache/superlance -name '*.jsa' | wc -l
chroot . memmon --version

step upgrade
rpm -U --nodeps --force files/*.rpm
find var/cache/superlance -name '*.jsa' | wc -l

step remove
mkfifo events
SUPERVISOR_SERVER_URL=unix:///nowhere SUPERVISOR_PROCESS_NAME=memmon \
    chroot . memmon -a 1GB <events >answers 2>/dev/null &
exec 3>events
for second in $(seq 600); do
    # its state is made after READY
    if grep -q READY answers && ls var/lib/superlance | grep -q memmon; then break; fi
    sleep 1
done
rpm -e superlance-java
wait $! || echo "ended with $?"
ls -d var/lib/superlance var/cache/superlance usr/share/superlance usr/bin/memmon 2>/dev/null || :
