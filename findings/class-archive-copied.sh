#!/bin/sh
# One would guess: a class archive (CDS) is mapped from its file, so that processes share it, and classes in it that a process
# never loads cost that process nothing.
#
# OpenJDK 25.0.5+8-1~deb13u1 of Debian 13: by default the JVM moves the archive to an address of its own at each start, and
# writes all of it for that, so that each process has a copy of the whole. With -XX:ArchiveRelocationMode=0, a diagnostic
# option, it stays where it was made for, and is shared. What is left of the difference is the heap: the serial collector
# copies the strings of all classes of the archive into it.
#
# Seen, memory that is the process's own:
#   archive of the classes that the program uses: 12700 kB, with ArchiveRelocationMode=0: 8028 kB
#   archive of 2000 more, which it never loads: 21288 kB, with ArchiveRelocationMode=0: 8972 kB
#
# As root, on Debian or Ubuntu with debootstrap; it makes a Debian 13 in a temporary directory (three minutes, 700 MB).
set -eu

version=25.0.5+8-1~deb13u1
mirror=${MIRROR:-http://deb.debian.org/debian}
[ "$(id -u)" = 0 ] || { echo "This needs root."; exit 1; }
command -v debootstrap >/dev/null || { echo "This needs debootstrap."; exit 1; }
directory=$(mktemp -d)
trap 'rm -rf --one-file-system "$directory"' EXIT
trap 'exit 1' HUP INT TERM

cat >"$directory/Own.java" <<'END'
import java.nio.file.Files;
import java.nio.file.Path;

class Own {
    public static void main(String[] arguments) throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps_rollup"))) {
            if (line.startsWith("Anonymous:")) {
                System.out.println(line.replaceAll("[^0-9]", ""));
            }
        }
    }
}
END

cat >"$directory/measure.sh" <<'END'
set -eu
cd /work
javac Own.java
# JAR, because a directory is no place for archived classes
jar --create --file own.jar Own*.class
java -XX:DumpLoadedClassList=used -cp own.jar Own >/dev/null
jimage list --include 'regex:/java.base/java/(net|security|text|time|util)/.*' "$(dirname "$(readlink -f /usr/bin/java)")/../lib/modules" |
    awk '/^ *Package:/ { package = $2; gsub("[.]", "/", package) } /[.]class *$/ { sub("[.]class", ""); print package "/" $1 }' |
    sed 's|^/||' >all
{ cat used; grep -vxFf used all; } >more
for list in used more; do
    java -Xshare:dump -XX:SharedClassListFile="$list" -XX:SharedArchiveFile="$list.jsa" -cp own.jar >"$list.log" 2>&1
done
own() {
    java -XX:+UseSerialGC -Xmx64m -XX:+UnlockDiagnosticVMOptions "$2" -Xshare:on -XX:SharedArchiveFile="$1.jsa" -cp own.jar Own
}
for list in used more; do
    echo "$list $(own "$list" -XX:+UnlockDiagnosticVMOptions) $(own "$list" -XX:ArchiveRelocationMode=0)"
done
END

# all that is mounted, and all processes, end with the first process in it
# shellcheck disable=SC2016  # for the inner shell
unshare --mount --pid --fork --kill-child sh -euc '
    root=$1/debian
    debootstrap --variant=minbase trixie "$root" "$2" >"$1/log" 2>&1 || { tail "$1/log"; exit 1; }
    mount -t proc proc "$root/proc"
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 TMPDIR=/tmp
    chroot "$root" apt-get install -y -qq --no-install-recommends "openjdk-25-jdk-headless=$3" "openjdk-25-jre-headless=$3" \
        >"$1/log" 2>&1 || { tail "$1/log"; exit 1; }
    mkdir "$root/work"
    cp "$1/Own.java" "$1/measure.sh" "$root/work"
    chroot "$root" sh /work/measure.sh >"$1/seen"
' sh "$directory" "$mirror" "$version"

{
    read -r _ used used_in_place
    read -r _ more more_in_place
} <"$directory/seen"
echo "archive of the classes that the program uses: $used kB, with ArchiveRelocationMode=0: $used_in_place kB"
echo "archive of 2000 more, which it never loads: $more kB, with ArchiveRelocationMode=0: $more_in_place kB"
if [ $((more - used)) -gt 4000 ] && [ $((more_in_place - used_in_place)) -lt 2500 ]; then
    echo "A class archive is copied into each process, also what it never loads."
else
    echo "This has changed."
    exit 1
fi
