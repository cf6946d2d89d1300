package org.superlance.procmon.spawn;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletionStage;

/** A process that we have started. */
public interface Child {

    long pid();

    /** Where what it reads is written to, if its streams are piped. */
    OutputStream stdin();

    /** What it writes, if its streams are piped. */
    InputStream stdout();

    /** What it writes to stderr, if its streams are piped apart. */
    InputStream stderr();

    /** Completes when it has ended and was reaped; what hangs on it must not block. */
    CompletionStage<ProcessExit> exit();

    /**
     * Sends it a signal; nothing happens if it has ended. Does not wait for the outcome.
     *
     * @param signal a name without SIG, such as {@code TERM}
     */
    void signal(String signal);

    /** Sends it and all of its process group a signal; what is left of the group gets it also when the child has ended. */
    void signalGroup(String signal);

    /**
     * Whether it or any other process of its group is alive. False once it has ended where groups cannot be seen, or it
     * has none of its own. Looks at each process of the machine if it has ended.
     */
    boolean isGroupAlive();
}
