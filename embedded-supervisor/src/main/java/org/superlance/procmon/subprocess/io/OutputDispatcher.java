package org.superlance.procmon.subprocess.io;

/** Consumes what a process writes, besides its logs. Used by the main loop. */
public interface OutputDispatcher {

    boolean wantsStdout();

    boolean wantsStderr();

    /** The process is being started. */
    void started();

    void stdout(long pid, byte[] bytes);

    void stderr(long pid, byte[] bytes);

    /** The process has ended, and its state has changed. */
    void ended();
}
