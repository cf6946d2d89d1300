# Sourced by bin/test and bin/demo: sees that the machine has what they need, and installs what is missing.

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
        echo "This needs root or sudo: $*" >&2
        exit 1
    fi
}

# need COMMAND PACKAGE: installs the package if the command is not there.
need() {
    command -v "$1" >/dev/null && return
    command -v apt-get >/dev/null || {
        echo "$1 is missing and there is no apt-get to install $2 with: install it by hand." >&2
        exit 1
    }
    echo "Installing $2 ..."
    if [ -z "${package_lists_are_new:-}" ]; then
        as_root apt-get update -qq
        package_lists_are_new=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}

need_java() {
    java=${JAVA_HOME:+$JAVA_HOME/bin/}javac
    version=$("$java" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p') || version=
    [ "${version:-0}" -ge 17 ] || {
        echo "A JDK of version 17 or later is needed: install openjdk-17-jdk-headless, or set JAVA_HOME." >&2
        exit 1
    }
}

# What the Maven wrapper needs to fetch Maven.
need_maven() {
    need_java
    command -v wget >/dev/null || need curl curl
    need unzip unzip
}
