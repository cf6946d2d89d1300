# The guard of procmon: when procmon is gone, kills what is left of the process groups that it has started.
trap '' HUP INT QUIT TERM
led=' '
leaderless=' '
while read -r what group; do
    case $led in *" $group "*) led="${led%% "$group" *} ${led#* "$group" }" ;; esac
    case $leaderless in *" $group "*) leaderless="${leaderless%% "$group" *} ${leaderless#* "$group" }" ;; esac
    case $what in
        led) led="$led$group " ;;
        leaderless) leaderless="$leaderless$group " ;;
    esac
done
for group in $led; do
    kill -s KILL -- "-$group"
done
# a process of that number is another one: the number is in use again
for group in $leaderless; do
    [ -e "/proc/$group" ] || kill -s KILL -- "-$group"
done
