#!/bin/sh
# Makes the archives that let the commands start quickly and share memory: one for each Java of the machine, below
# /var/cache/superlance, at the path of that Java. Run when the package is installed or a Java comes or changes. The
# commands work without them, and the JVM itself passes over one that does not fit.
set -u
umask 022

share=/usr/share/superlance
cache=/var/cache/superlance
jar=$share/superlance.jar

# Every Java of version 17 or later, by its directory, one a line.
homes() {
    for java in "$(command -v java)" /usr/lib/jvm/*/bin/java; do
        home=$(readlink -e "$java") && home=${home%/bin/java} && [ -r "$home/release" ] || continue
        major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
        [ "${major:-0}" -ge 17 ] && echo "$home"
    done | sort -u
}

# interruptible COMMAND...: a shell runs a trap only while it waits for nothing but "wait".
interruptible() {
    "$@" &
    running=$!
    wait "$running"
    status=$?
    running=
    return "$status"
}

# Nothing goes on, and nothing is left, when the installation is interrupted. timeout passes the signal on, which a
# terminal does not send to it.
running=
work=
interrupted() {
    trap '' HUP INT TERM
    if [ -n "$running" ]; then
        # timeout has a process group of its own
        kill -s TERM -- "-$running" 2>/dev/null || kill "$running"
        wait "$running"
    fi
    [ -z "$work" ] || rm -rf "$work"
    rm -f "$cache/log"
    exit 1
}
trap interrupted HUP INT TERM

# The tables of locales, which only the date of a mail needs. Java 25 copies the texts of all classes of an archive into the
# heap of each process.
unwanted='^sun/(text/resources|util/(resources|cldr|locale/provider))/'

# order: makes a file of compile commands of a list of classes. The JVM lays the classes of an archive out in the order in
# which it has first met their names, and this is what can tell it names before it loads classes; nothing is compiled
# while an archive is made. What idle listeners load then lies together, and they write to fewer pages of the archive,
# each of which is a copy in each process.
order() {
    echo quiet
    sed -n 's/^\([^@# ][^ ]*\).*/dontinline \1::*/p' | tr / .
}

# archive HOME: makes the one of this Java.
archive() {
    work=$(mktemp -d "$cache/new.XXXXXX") || return
    # G1 while it is made: only then does the archive hold objects too, which Java 17 leaves aside, and later ones use.
    # Reflection and the class path as the commands have them: otherwise the archive holds something else.
    if interruptible timeout -k 10 300 "$1/bin/java" -Djdk.reflect.useNativeAccessorOnly=true \
        -Xbootclasspath/a:"$jar" -XX:DumpLoadedClassList="$work/classes" -cp "$jar:$share/rehearsal.jar" \
        org.superlance.packaging.cds.CdsTrainingRun "$work" &&
        grep -vE "$unwanted" "$work/classes" >"$work/wanted" &&
        order <"$work/wanted" >"$work/order" &&
        interruptible timeout -k 10 300 "$1/bin/java" -Xshare:dump -XX:+UseG1GC -Xmx128m -Xbootclasspath/a:"$jar" \
            -XX:CompileCommandFile="$work/order" -XX:SharedClassListFile="$work/wanted" \
            -XX:SharedArchiveFile="$work/classes.jsa" -cp "$jar"; then
        # what the JVM takes for whole must be on the disk: it looks at the length only, and a hole would be its end
        sync "$work/classes.jsa"
        mkdir -p "$cache$1"
        mv -f "$work/classes.jsa" "$cache$1/classes.jsa"
    else
        false
    fi
    status=$?
    rm -rf "$work"
    work=
    return $status
}

rm -rf "${cache:?}"/*
# every user's commands read it, whatever an earlier installation has left
[ -d "$cache" ] && [ ! -L "$cache" ] || rm -rf "$cache"
mkdir -p "$cache"
chown 0:0 "$cache"
chmod 755 "$cache"
homes=$(homes)
IFS='
'
for home in $homes; do
    archive "$home" >"$cache/log" 2>&1 </dev/null && continue
    # a removal of the package has taken everything away
    [ -e "$cache/log" ] || exit 1
    echo "superlance-java: no class archive for $home, so commands start more slowly with it: $(tail -n 1 "$cache/log")" >&2
done
rm -f "$cache/log"
exit 0
