package org.superlance.procmon.spawn.io;

/** Who wants to know what a process does, besides its logs. The main loop tells it. */
public interface OutputDispatcher {

    boolean wantsStdout();

    boolean wantsStderr();

    /** It is being started. */
    void started();

    void stdout(long pid, byte[] bytes);

    void stderr(long pid, byte[] bytes);

    /** It has ended, and its state tells so. */
    void ended();
}
