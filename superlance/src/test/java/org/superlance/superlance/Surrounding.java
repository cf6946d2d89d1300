package org.superlance.superlance;

import java.util.List;

/**
 * Something about a machine, a user or a start that the commands have to cope with: a shell script that makes it so and
 * becomes the command. In it {@code $COMMANDS} is the directory with the commands, {@code $@} the command and its
 * arguments, {@code $WORK} an empty directory. Names that are not ASCII are made by the shell, because the locale of the
 * JVM that runs the tests may not know them.
 */
enum Surrounding {
    SIGNALS_IGNORED("trap '' INT HUP QUIT"),
    NO_TERMINAL("exec setsid -w \"$COMMANDS/$@\""),
    NO_HOME_AND_NO_LOCALE("unset HOME USER LOGNAME SHELL TERM LANG LC_ALL LC_CTYPE"),
    OTHER_TIME_ZONE("export TZ=Asia/Kathmandu"),
    LOCALE_C("export LC_ALL=C"),
    LOCALE_PERHAPS_NOT_INSTALLED("export LC_ALL=tr_TR.UTF-8"),
    LANGUAGE_WITH_OTHER_LETTERS("export SUPERLANCE_JAVA_OPTS='-Duser.language=tr -Duser.country=TR'"),
    LANGUAGE_WITH_OTHER_DIGITS("export SUPERLANCE_JAVA_OPTS='-Duser.language=ar -Duser.country=EG'"),
    UMASK_NARROW("umask 077"),
    UMASK_WIDE("umask 000"),
    FEW_OPEN_FILES("ulimit -Sn 256"),
    FEW_OPEN_FILES_FOR_GOOD("ulimit -n 256"),
    PATH_WITH_BLANK("""
            mkdir "$WORK/a b"
            ln -s "$COMMANDS/$1" "$WORK/a b/$1"
            PATH="$WORK/a b:$PATH"
            exec "$@"
            """),
    COMMAND_UNDER_UMLAUT("export LC_ALL=C.UTF-8" + Text.UNDER_UMLAUT),
    COMMAND_UNDER_UMLAUT_IN_LOCALE_C("export LC_ALL=C" + Text.UNDER_UMLAUT),
    COMMAND_UNDER_UMLAUT_WITHOUT_LOCALE("unset LC_ALL LC_CTYPE LANG" + Text.UNDER_UMLAUT),
    COMMAND_UNDER_UMLAUT_IN_LOCALE_NOT_INSTALLED("export LC_ALL=xx_XX.UTF-8" + Text.UNDER_UMLAUT),
    JAVA_HOME_WITH_BLANK("ln -s \"$JAVA\" \"$WORK/java home\"; export JAVA_HOME=\"$WORK/java home\""),
    TEMPORARY_FILES_ELSEWHERE("mkdir \"$WORK/t\"; export TMPDIR=\"$WORK/t\""),
    TEMPORARY_FILES_NOWHERE("export TMPDIR=/nonexistent SUPERLANCE_JAVA_OPTS=-Djava.io.tmpdir=/nonexistent"),
    TEMPORARY_FILES_READ_ONLY("export TMPDIR=/proc SUPERLANCE_JAVA_OPTS=-Djava.io.tmpdir=/proc"),
    TMP_NOEXEC(Text.otherTmp("noexec", "")),
    TMP_NOEXEC_FOR_NOBODY(Text.otherTmp("noexec", Text.AS_NOBODY)),
    TMP_READ_ONLY(Text.otherTmp("ro", "")),
    TMP_READ_ONLY_FOR_NOBODY(Text.otherTmp("ro", Text.AS_NOBODY)),
    ORDINARY_USER(Text.BECOME_NOBODY),
    CURRENT_DIRECTORY_READ_ONLY("cd /proc"),
    CURRENT_DIRECTORY_READ_ONLY_FOR_NOBODY("cd /\n" + Text.BECOME_NOBODY),
    CURRENT_DIRECTORY_OUT_OF_REACH("""
            mkdir -p "$WORK/own/below"
            cd "$WORK/own/below"
            chmod 700 "$WORK/own"
            """ + Text.BECOME_NOBODY),
    CURRENT_DIRECTORY_DELETED(Text.DELETED),
    CURRENT_DIRECTORY_REPLACED(Text.DELETED + "; mkdir \"$WORK/gone\"");

    private final String script;

    Surrounding(String script) {
        this.script = script;
    }

    /** To be put before the name of a command and its arguments. */
    List<String> prefix() {
        return List.of("sh", "-ec", script + "\nexec \"$COMMANDS/$@\"", name());
    }

    /** Whether not everybody may do this on every machine. */
    boolean needsPrivileges() {
        return script.contains("unshare") || script.contains("setpriv");
    }

    private static final class Text {

        static final String AS_NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups";
        static final String BECOME_NOBODY = "exec " + AS_NOBODY + " \"$COMMANDS/$@\"";
        static final String DELETED = "mkdir \"$WORK/gone\"; cd \"$WORK/gone\"; rmdir \"$WORK/gone\"";

        static final String UNDER_UMLAUT = """

                place="$WORK/$(printf 'a \\303\\274')"
                mkdir "$place"
                cp "$COMMANDS/$1" "$place"
                exec "$place/$@"
                """;

        private Text() {}

        /** A /tmp of that kind, while all that the command needs stays within reach. */
        static String otherTmp(String kind, String user) {
            return """
                    exec unshare -m sh -ec '
                        mount -t tmpfs -o mode=755 none /mnt
                        mkdir /mnt/commands /mnt/work
                        mount --bind "$COMMANDS" /mnt/commands
                        mount --bind "$WORK" /mnt/work
                        mount -t tmpfs -o KIND none /tmp
                        cd /mnt/work
                        export WORK=/mnt/work SUPERLANCE_STATE_DIR=/mnt/work/state
                        exec USER "/mnt/commands/$@"' "$0" "$@"
                    """.replace("KIND", kind).replace("USER", user);
        }
    }
}
