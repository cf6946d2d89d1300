package org.superlance.procmon.spawn;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A process started by a {@link Spawner}. */
public interface Child {

    long pid();

    /** Its stdin, if its streams are piped. */
    OutputStream stdin();

    /** Its stdout, if its streams are piped. */
    InputStream stdout();

    /** Its stderr, if its streams are piped separately. */
    InputStream stderr();

    /** Completes when it has exited and was reaped; dependent stages must not block. */
    CompletionStage<ProcessExit> exit();

    /** How it has ended, whether {@link #exit} tells it or an error of the JVM has lost that; empty while it runs. */
    Optional<ProcessExit> ended();

    /**
     * Sends it a signal; does nothing if it has exited. Does not wait for the outcome.
     *
     * @param signal a name without SIG, such as {@code TERM}
     */
    void signal(String signal);

    /** Sends a signal to its whole process group, also when the child itself has exited. */
    void signalGroup(String signal);

    /**
     * Whether it or any other process of its group is alive. False once it has exited if process groups cannot be seen or it
     * has none of its own. Reads the state of each process of the machine if it has exited.
     */
    boolean isGroupAlive();
}
