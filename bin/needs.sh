# shellcheck shell=sh
# Sourced by the scripts of this directory: sees that the machine has what they need, and installs what is missing.

fail() {
    echo "$*" >&2
    exit 1
}

# a cron job or a service may have none, and Maven wants one
if [ -z "${HOME:-}" ]; then
    HOME=$(getent passwd "$(id -u)" | cut -d : -f 6)
    export HOME
fi

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "This needs root or sudo: $*"
    fi
}

# install_package PACKAGE
install_package() {
    command -v apt-get >/dev/null || fail "$1 is missing and there is no apt-get to install it with: install it by hand."
    echo "Installing $1 ..." >&2
    # One at a time: apt-get does not wait for another that reads the lists.
    # shellcheck disable=SC2016  # for the inner shell
    as_root flock /var/lib/apt sh -euc '
        umask 022
        export DEBIAN_FRONTEND=noninteractive
        [ "$2" = new ] || apt-get update -qq
        apt-get install -y -qq -o DPkg::Lock::Timeout=600 --no-install-recommends "$1" >/dev/null
    ' - "$1" "${package_lists:-old}" >&2
    package_lists=new
}

# need COMMAND PACKAGE: installs the package if the command is not there.
need() {
    command -v "$1" >/dev/null && return
    install_package "$2"
    command -v "$1" >/dev/null || fail "$2 is installed, but $1 is not on the PATH: $PATH"
}

# need_file FILE PACKAGE: the same for a file that is not on the PATH.
need_file() {
    [ -e "$1" ] && return
    install_package "$2"
    [ -e "$1" ] || fail "$2 is installed, but has no $1."
}

# want COMMAND PACKAGE: the same, but where that fails, only the tests that need it are skipped.
want() {
    command -v "$1" >/dev/null && return
    (install_package "$2") || echo "Without $2: the tests that need it are skipped." >&2
}

need_what_tests_need() {
    need_maven
    need supervisord supervisor
    need ps procps
    need prometheus-alertmanager prometheus-alertmanager
    need prometheus prometheus
    need prometheus-node-exporter prometheus-node-exporter
    need redis-server redis-server
    need_file /usr/lib/nagios/plugins/check_procs monitoring-plugins-basic
    need man man-db
    need zsh zsh
    need rpm rpm
    need lintian lintian
    need rpmlint rpmlint
    want chromium-headless-shell chromium-headless-shell
}

need_java() {
    java=${JAVA_HOME:+$JAVA_HOME/bin/}javac
    version=$("$java" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p') || version=
    [ "${version:-0}" -ge 17 ] ||
        fail "A JDK of version 17 or later is needed: install openjdk-17-jdk-headless, or set JAVA_HOME."
    java=${JAVA_HOME:+$JAVA_HOME/bin/}java
}

home_of_user() {
    getent passwd "$(id -u)" | cut -d : -f 6
}

# A home directory: that of the user where HOME does not name one.
need_home() {
    [ -n "${HOME:-}" ] || HOME=$(home_of_user)
    if [ ! -d "$HOME" ] || [ ! -w "$HOME" ]; then
        fail "No home directory to keep Maven's files in: '$HOME' cannot be written. Set HOME to one that can."
    fi
    # the tests find by it what bin/debian-root makes, wherever HOME is
    XDG_CACHE_HOME=${XDG_CACHE_HOME:-$HOME/.cache}
    export HOME XDG_CACHE_HOME
}

# Java takes names of files for ASCII where the locale does not say otherwise.
need_locale() {
    case $PWD in
        *[!\ -~]*) [ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8 ;;
    esac
}

# What the Maven wrapper needs to fetch Maven, and Maven itself.
need_maven() {
    need_java
    need_home
    need_locale
    wrapper=${MAVEN_USER_HOME:-$HOME/.m2}/wrapper
    name=$(sed -n 's#^distributionUrl=.*/\(.*\)-bin\.zip$#\1#p' .mvn/wrapper/maven-wrapper.properties)
    [ -z "$(ls "$wrapper/dists/$name" 2>/dev/null)" ] || return 0
    command -v wget >/dev/null || need curl curl
    need unzip unzip
    # Fetched on the same file system, so that it is there as a whole or not at all.
    mkdir -p "$wrapper"
    (
        flock 9
        rm -rf "$wrapper"/new.*
        TMPDIR=$(mktemp -d "$wrapper/new.XXXXXX")
        export TMPDIR
        ./mvnw --version >/dev/null 9<&-
        rm -rf "$TMPDIR"
    ) 9<"$wrapper"
}

# maven ARGUMENT...: replaces this shell.
maven() {
    # Java does not look at TMPDIR. The JVMs of the tests have theirs from Maven.
    export MAVEN_OPTS="-Djava.io.tmpdir=$temporary ${MAVEN_OPTS:-}"
    # Maven asks the system for the home directory, not the environment.
    if [ ! -w "$(home_of_user)" ]; then
        set -- "-Dmaven.repo.local=$HOME/.m2/repository" "$@"
    fi
    # Several may run at once, and what they fetch is for all of them.
    launch ./mvnw --batch-mode --no-transfer-progress -Daether.syncContext.named.factory=file-lock \
        -Daether.syncContext.named.nameMapper=file-gav -Daether.syncContext.named.time=1800 "$@"
}
