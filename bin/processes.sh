# shellcheck shell=sh
# Sourced by bin/test, bin/shake and bin/demo: runs things so that nothing is left of them, however the script ends.

# take_signals SCRIPT ARGUMENT...: starts the script anew if it ignores signals, as what is started in the background
# does: its children would ignore them too, and a shell cannot undo it. SIGHUP stays ignored for the script itself:
# nohup asks for that. With keep_signals=yes it takes them as they are.
take_signals() {
    ignored=
    [ "${keep_signals:-}" = yes ] || ignored=$(sed -n 's/^SigIgn:[^1-9a-f]*//p' "/proc/$$/status" 2>/dev/null) || ignored=
    case ${signals_taken:-} in
        "$$ "*) ;;
        *)
            case $ignored in
                '') ;;
                *[13579bdf]) export signals_taken="$$ nohup" ;;
                *) export signals_taken="$$ " ;;
            esac
            [ -z "$ignored" ] || with_default_signals sh "$@"
            ;;
    esac
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 131' QUIT
    trap 'exit 141' PIPE
    trap 'exit 143' TERM
    case ${signals_taken:-} in
        "$$ nohup") trap '' HUP ;;
        *) trap 'exit 129' HUP ;;
    esac
    unset signals_taken
}

# with_default_signals COMMAND...: replaces this shell by the command.
with_default_signals() {
    if env --default-signal true 2>/dev/null; then
        exec env --default-signal "$@"
    elif command -v perl >/dev/null; then
        # shellcheck disable=SC2016  # Perl's
        exec perl -e '$SIG{$_} = "DEFAULT" for keys %SIG; exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n"' "$@"
    fi
    echo "Signals that are ignored here stay ignored: that takes coreutils 8.31 or perl." >&2
    exec "$@"
}

# make_temporary: sets $temporary to a new directory in which programs can be run, that other users can enter, and with
# a path so short that sockets have room below it: theirs may have 107 characters.
make_temporary() {
    for base in "${TMPDIR:-/tmp}" /tmp /var/tmp /dev/shm "$PWD/target"; do
        case $base in
            *[!A-Za-z0-9/._-]*) continue ;;
        esac
        [ ${#base} -le 40 ] || continue
        temporary=$(mktemp -d "$base/slt.XXXXXX" 2>/dev/null) || continue
        chmod 755 "$temporary"
        echo '#!/bin/sh' >"$temporary/try"
        chmod 755 "$temporary/try"
        if as_other "$temporary/try" 2>/dev/null; then
            rm "$temporary/try"
            [ "$base" = "${TMPDIR:-/tmp}" ] ||
                echo "Temporary files are in $base: $TMPDIR is too long for sockets, or not for programs and all users." >&2
            return 0
        fi
        rm -r "$temporary"
        temporary=
    done
    fail "No place for temporary files: set TMPDIR to a directory with a short path that programs may be run in."
}

# The tests run programs as other users where they can.
as_other() {
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
    else
        "$@"
    fi
}

# launch COMMAND...: replaces this shell by the command, in a session of its own: Ctrl-C does not reach it.
launch() {
    if [ "${keep_signals:-}" = yes ]; then
        exec setsid "$@"
    fi
    with_default_signals setsid "$@"
}

# start FUNCTION ARGUMENT...: in the background, with all that it starts marked, and its temporary files where nothing
# else is; clean_up ends it. Sets $started.
start() {
    (
        export SUPERLANCE_TEST_RUN="$temporary" TMPDIR="$temporary"
        "$@"
    ) </dev/null &
    started=$!
}

# run FUNCTION ARGUMENT...: the same, and waits for its end.
run() {
    start "$@"
    wait "$started"
}

# run_script SCRIPT ARGUMENT...: one that cleans up after itself; clean_up gives it the time for that.
run_script() {
    "$@" &
    script=$!
    status=0
    wait "$script" || status=$?
    script=
    return "$status"
}

marked() {
    grep -lszxF "SUPERLANCE_TEST_RUN=$temporary" /proc/[0-9]*/environ | tr -dc '0-9\n'
}

# end_marked: SIGKILL for all that run and start have started, and for those that they start meanwhile.
end_marked() {
    [ -n "${temporary:-}" ] || return 0
    while left=$(marked) && [ -n "$left" ]; do
        # shellcheck disable=SC2086  # a list of numbers
        kill -KILL $left 2>/dev/null || :
        sleep 0.1
    done
}

clean_up() {
    status=$?
    set +e
    trap - EXIT
    trap '' HUP INT QUIT PIPE TERM
    if [ -n "${script:-}" ]; then
        kill -TERM "$script" 2>/dev/null
        wait "$script"
    fi
    end_marked
    if [ -n "${temporary:-}" ]; then
        # some tests mount a small disk there, which is left when they are ended
        cut -d ' ' -f 2 /proc/mounts | grep "^$temporary/" | while read -r place; do
            umount "$place"
        done
        # others take rights from directories
        rm -rf "$temporary" 2>/dev/null || { chmod -R u+rwX "$temporary"; rm -rf "$temporary"; }
    fi
    exit "$status"
}
