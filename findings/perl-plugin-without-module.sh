#!/bin/sh
# One would guess: a monitoring plugin that cannot even start is UNKNOWN. A Perl program that dies exits with 255, as it does
# after a plain "die", and a status above 3 is no state of a service.
#
# monitoring-plugins-contrib 42.20230308+deb12u1+b1 of Debian 12, Perl 5.36: check_redis needs libredis-perl, which is only
# recommended, and so missing in an image that is built with --no-install-recommends. Without it the plugin exits with 2, which
# is CRITICAL, though it has asked no server: Perl exits with errno where there is one, and that of a module that was not found
# is 2 (ENOENT). Only two things tell it from a server that is down: there is nothing on stdout, and stderr has a text.
#
# Seen:
#   a plain die: status 255
#   check_redis without its module: status 2, stdout: 0 bytes, stderr: Can't locate Redis.pm in @INC
#
# On Debian or Ubuntu, as any user, without libredis-perl.
set -eu

version=42.20230308+deb12u1+b1
mirror=${MIRROR:-http://deb.debian.org/debian}
if perl -MRedis -e 1 2>/dev/null; then
    echo "This needs a machine without libredis-perl."
    exit 1
fi
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
trap 'exit 1' HUP INT TERM

deb=monitoring-plugins-contrib_$(echo "$version" | sed 's/+/%2B/g')_amd64.deb
fetch="import sys, urllib.request; urllib.request.urlretrieve(sys.argv[1], sys.argv[2])"
python3 -c "$fetch" "$mirror/pool/main/n/nagios-plugins-contrib/$deb" "$directory/deb"
dpkg-deb -x "$directory/deb" "$directory"

run() {
    status=0
    env LC_ALL=C "$@" >"$directory/out" 2>"$directory/err" || status=$?
}
run perl -e 'die "x\n"'
echo "a plain die: status $status" | tee "$directory/seen"
run perl "$directory/usr/lib/nagios/plugins/check_redis" -H 127.0.0.1
text=$(sed -n '1s/ (.*//p' "$directory/err")
echo "check_redis without its module: status $status, stdout: $(wc -c <"$directory/out") bytes, stderr: $text" | tee -a "$directory/seen"

sed -n 's/^#   //p' "$0" | cmp -s - "$directory/seen" || {
    echo "This has changed."
    exit 1
}
