#!/bin/sh
# One would guess: what is in a class archive (CDS) costs a process the same, whichever of the JVM's own loaders has the class;
# if anything, the class path is better off than -Xbootclasspath/a, with which the JVM turns a part of its archive off
# ("optimized module handling: disabled", -Xlog:cds).
#
# OpenJDK 25.0.5+8-1~deb13u1 of Debian 13: for each class of the class path the class loader for applications, which is Java
# code, notes its name and a lock in a map, though the class itself comes from the archive: some 270 bytes of the heap for
# each. The JVM, which loads those of the boot class path, notes nothing.
#
# Seen, heap that is in use after a collection, of a program that uses 4000 classes of its JAR, all of them in an archive:
#   on the class path: 2357 kB
#   on the boot class path: 1319 kB
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

cat >"$directory/measure.sh" <<'END'
set -eu
cd /work
awk -v n=4000 'BEGIN {
    print "class Program { static int sum; public static void main(String[] words) {"
    for (i = 0; i < n; i += 100) printf "part%d();\n", i
    print "System.gc(); Runtime runtime = Runtime.getRuntime();"
    print "System.out.println((runtime.totalMemory() - runtime.freeMemory()) / 1024); }"
    for (i = 0; i < n; i++) {
        if (i % 100 == 0) printf "static void part%d() {\n", i
        printf "sum += new Used%d().number();\n", i
        if (i % 100 == 99) print "}"
    }
    print "}"
    for (i = 0; i < n; i++) printf "class Used%d { int number() { return %d; } }\n", i, i
}' >Program.java
javac Program.java
jar --create --file program.jar ./*.class
used() {
    java "$@" -XX:DumpLoadedClassList=list -cp program.jar Program >/dev/null
    java "$@" -Xshare:dump -XX:SharedClassListFile=list -XX:SharedArchiveFile=archive.jsa -cp program.jar >log 2>&1
    java "$@" -XX:+UseSerialGC -Xmx64m -Xshare:on -XX:SharedArchiveFile=archive.jsa -cp program.jar \
        -Xlog:class+load:file=loaded Program
    echo "$(grep ' Used' loaded | grep -c 'source: shared objects file')"
}
echo $(used -Dclasspath) $(used -Xbootclasspath/a:program.jar)
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
    cp "$1/measure.sh" "$root/work"
    chroot "$root" sh /work/measure.sh >"$1/seen"
' sh "$directory" "$mirror" "$version"

read -r path from_archive boot boot_from_archive <"$directory/seen"
echo "on the class path: $path kB ($from_archive classes from the archive)"
echo "on the boot class path: $boot kB ($boot_from_archive classes from the archive)"
if [ "$from_archive" -eq 4000 ] && [ "$boot_from_archive" -eq 4000 ] && [ $((path - boot)) -gt 700 ]; then
    echo "A class of an archive costs heap on the class path, and none on the boot class path."
else
    echo "This has changed."
    exit 1
fi
