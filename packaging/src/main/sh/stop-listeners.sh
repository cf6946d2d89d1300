# Ends what still runs of this package, whose files are gone, also what makes class archives. supervisord, if it has
# started it, finds no command to start again. A listener told to end finishes what it has begun within eight seconds.
listeners() {
    for process in /proc/[0-9]*; do
        # a container's processes have a root of their own, and are its own business
        [ "$(stat -Lc %d:%i "$process/root/" 2>/dev/null)" = "$(stat -Lc %d:%i /)" ] || continue
        case $(tr '\0' ' ' 2>/dev/null <"$process/cmdline") in
            *" -cp /usr/share/superlance/superlance.jar"[\ :]* | *" -jar /usr/share/superlance/"* | \
                *" /usr/share/superlance/class-archive "*) echo "${process#/proc/}" ;;
        esac
    done
}
end_listeners() {
    signal=TERM
    for second in 0 1 2 3 4 5 6 7 8 9 10 11 12; do
        pids=$(listeners)
        [ -n "$pids" ] || return 0
        [ "$second" -lt 12 ] || signal=KILL
        # shellcheck disable=SC2086  # a list of numbers
        [ "$second" -gt 0 ] && [ "$second" -lt 12 ] || kill -$signal $pids 2>/dev/null || true
        sleep 1
    done
}
