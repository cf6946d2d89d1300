#!/bin/sh
# One would guess: in Debian, openjdk-25-jre-headless satisfies a dependency on java17-runtime-headless, as
# openjdk-17-jre-headless and openjdk-21-jre-headless do; whoever has it installed gets no second Java by apt.
#
# openjdk-25-jre-headless 25.0.5+8-1~deb13u1 of Debian 13: it provides none of javaN-runtime-headless, only
# "java-runtime-headless (= 25)", with its version. So packages that name java17-runtime-headless do not see it, and apt
# installs the default Java beside it. A dependency is met by all of them as
# "java17-runtime-headless | java-runtime-headless (>= 17)".
#
# Seen:
#   openjdk-21-jre-headless provides: java-runtime-headless (= 21), java10-runtime-headless, java11-runtime-headless, java12-runtime-headless, java13-runtime-headless, java14-runtime-headless, java15-runtime-headless, java16-runtime-headless, java17-runtime-headless, java19-runtime-headless, java2-runtime-headless, java20-runtime-headless, java21-runtime-headless, java5-runtime-headless, java6-runtime-headless, java7-runtime-headless, java8-runtime-headless, java9-runtime-headless
#   openjdk-25-jre-headless provides: java-runtime-headless (= 25)
#   tomcat10-common beside it installs openjdk-21-jre-headless: yes
#
# As root, on Debian or Ubuntu with debootstrap; it makes a Debian 13 in a temporary directory (two minutes, 300 MB).
set -eu

version=25.0.5+8-1~deb13u1
mirror=${MIRROR:-http://deb.debian.org/debian}
[ "$(id -u)" = 0 ] || { echo "This needs root."; exit 1; }
command -v debootstrap >/dev/null || { echo "This needs debootstrap."; exit 1; }
directory=$(mktemp -d)
trap 'rm -rf --one-file-system "$directory"' EXIT
trap 'exit 1' HUP INT TERM

debootstrap --variant=minbase trixie "$directory/debian" "$mirror" >"$directory/log" 2>&1 || { tail "$directory/log"; exit 1; }

provides() {
    chroot "$directory/debian" apt-cache show --no-all-versions "$1" | sed -n 's/^Provides: //p'
}
for package in openjdk-21-jre-headless openjdk-25-jre-headless; do
    echo "$package provides: $(provides "$package")"
done
chroot "$directory/debian" apt-get install -s -qq --no-install-recommends "openjdk-25-jre-headless=$version" tomcat10-common \
    >"$directory/installed"
second=no
! grep -q '^Inst openjdk-21-jre-headless' "$directory/installed" || second=yes
echo "tomcat10-common beside it installs openjdk-21-jre-headless: $second"

case $(provides openjdk-21-jre-headless) in
    *java17-runtime-headless*) ;;
    *) echo "openjdk-21-jre-headless provides something else now."; exit 1 ;;
esac
if [ "$(provides openjdk-25-jre-headless)" != "java-runtime-headless (= 25)" ] || [ "$second" = no ]; then
    echo "openjdk-25-jre-headless provides something else now."
    exit 1
fi
