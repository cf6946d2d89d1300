package org.superlance.listener.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * Sets back what a process inherits from the context of the tests, so that it starts as a service manager would
 * start it: a build in the background ignores SIGINT and SIGQUIT, {@code nohup} ignores SIGHUP, and who ignores a signal
 * hands that on to all that they start. A JVM cannot do so itself, and Python is there wherever supervisord is.
 */
public final class FreshStart {

    private static final String PROGRAM = """
            import os, signal, sys
            os.umask(0o022)
            for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            os.execvp(sys.argv[1], sys.argv[1:])
            """;

    private FreshStart() {}

    /** The command with this in front; its process has the same pid, no signal ignored or blocked, and the umask 022. */
    public static List<String> of(List<String> command) {
        List<String> words = new ArrayList<>(List.of("/usr/bin/python3", "-I", "-S", "-c", PROGRAM));
        words.addAll(command);
        return words;
    }
}
