#!/bin/sh
# One would guess: sendmail of OpenSMTPD keeps a mail while smtpd does not run, and smtpd delivers it later: it does so on
# a host where smtpd is stopped (status 75, "mail queued"). So a mail that is sent in the moment between the installation of
# the package and the first start of smtpd, as in an image whose entry point starts the programs first, waits too.
#
# OpenSMTPD 7.6.0p1-1 of Debian 13 (6.8.0p2-4 of Debian 12 is the same): the package makes no spool. smtpd makes
# /var/spool/smtpd/offline when it starts for the first time; before, sendmail ends with 69, and nothing is kept. From then on
# the same command ends with 75, and the mail is there. In both cases smtpd does not run.
#
# Seen:
#   before the first start of smtpd: status 69, kept: 0
#   smtpd was started and stopped: status 75, kept: 1
#
# As root, on Debian or Ubuntu with debootstrap; it makes a Debian 13 in a temporary directory (three minutes, 400 MB).
set -eu

version=7.6.0p1-1
mirror=${MIRROR:-http://deb.debian.org/debian}
[ "$(id -u)" = 0 ] || { echo "This needs root."; exit 1; }
command -v debootstrap >/dev/null || { echo "This needs debootstrap."; exit 1; }
directory=$(mktemp -d)
trap 'rm -rf --one-file-system "$directory"' EXIT
trap 'exit 1' HUP INT TERM

# all that is mounted, and all processes, end with the first process in it
# shellcheck disable=SC2016  # for the inner shell
unshare --mount --pid --fork --kill-child sh -euc '
    root=$1/debian
    debootstrap --variant=minbase trixie "$root" "$2" >"$1/log" 2>&1 || { tail "$1/log"; exit 1; }
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    echo "127.0.0.1 localhost" >"$root/etc/hosts"
    # no service is started at the installation, as in an image
    printf "#!/bin/sh\nexit 101\n" >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    # without ca-certificates, which is only recommended, smtpd does not run
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 TMPDIR=/tmp
    chroot "$root" apt-get install -y -qq --no-install-recommends "opensmtpd=$3" ca-certificates >"$1/log" 2>&1 || { tail "$1/log"; exit 1; }
    # no port, which another server may have
    sed -i "s/^listen on localhost/listen on socket/" "$root/etc/smtpd.conf"
    offline=$root/var/spool/smtpd/offline
    send() {
        status=0
        printf "Subject: test\n\ntext\n" | chroot "$root" sendmail -t root 2>"$1/log" || status=$?
        kept=0
        [ ! -d "$offline" ] || kept=$(find "$offline" -type f | wc -l)
        echo "$2: status $status, kept: $kept" | tee -a "$1/seen"
    }
    send "$1" "before the first start of smtpd"
    chroot "$root" smtpd -d 2>"$1/smtpd" &
    tries=0
    until [ -d "$offline" ]; do
        tries=$((tries + 1))
        [ "$tries" -lt 600 ] || { cat "$1/smtpd"; exit 1; }
        sleep 0.1
    done
    kill "$!" || { cat "$1/smtpd"; exit 1; }
    wait "$!" || :
    send "$1" "smtpd was started and stopped"
' - "$directory" "$mirror" "$version"

cat >"$directory/expected" <<X
before the first start of smtpd: status 69, kept: 0
smtpd was started and stopped: status 75, kept: 1
X
diff "$directory/expected" "$directory/seen" || { echo "OpenSMTPD behaves differently now."; exit 1; }
