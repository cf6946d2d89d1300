#!/bin/sh
# One would guess: gcore that cannot write the whole core file, because the disk is full, ends with a status other than 0 and
# does not say "Saved corefile"; so whoever takes a core before a restart can go by the status.
#
# gcore of gdb 16.3-1 of Debian 13 (13.1-3 of Debian 12 is the same): it warns, says "Saved corefile", ends with 0, and leaves
# what fitted: a file that was cut off, without its notes. Only the warning tells, or a look at the file.
#
# Seen:
#   enough room: status 0, "Saved corefile": 1, warnings of the disk: 0, file complete: yes
#   disk of 300 KB: status 0, "Saved corefile": 1, warnings of the disk: 2, file complete: no
#
# As root, on Debian or Ubuntu with debootstrap; it makes a Debian 13 in a temporary directory (three minutes, 500 MB).
set -eu

version=16.3-1
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
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 TMPDIR=/tmp
    chroot "$root" apt-get install -y -qq --no-install-recommends "gdb=$3" binutils >"$1/log" 2>&1 || { tail "$1/log"; exit 1; }
    mkdir "$root/room" "$root/full"
    mount -t tmpfs -o size=100m tmpfs "$root/room"
    mount -t tmpfs -o size=300k tmpfs "$root/full"
    chroot "$root" sleep 600 &
    program=$!
    dump() {
        status=0
        chroot "$root" gcore -o "/$2/core" "$program" >"$1/out" 2>&1 || status=$?
        saved=$(grep -c "^Saved corefile" "$1/out" || :)
        warnings=$(grep -c "^warning: .*No space left on device" "$1/out" || :)
        complete=yes
        chroot "$root" readelf -l "/$2/core.$program" >"$1/out" 2>&1 && ! grep -q -i "warning\|error" "$1/out" || complete=no
        echo "$3: status $status, \"Saved corefile\": $saved, warnings of the disk: $warnings, file complete: $complete" |
            tee -a "$1/seen"
    }
    dump "$1" room "enough room"
    dump "$1" full "disk of 300 KB"
    kill "$program"
' - "$directory" "$mirror" "$version"

cat >"$directory/expected" <<X
enough room: status 0, "Saved corefile": 1, warnings of the disk: 0, file complete: yes
disk of 300 KB: status 0, "Saved corefile": 1, warnings of the disk: 2, file complete: no
X
diff "$directory/expected" "$directory/seen" || { echo "gcore behaves differently now."; exit 1; }
