package org.superlance.listener.runtime;

import java.util.List;
import java.util.Optional;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.supervisor.ProcessInfo;

/** Follows what happens to processes, and acts on it by itself. */
public interface ProcessWatcher extends EventListener {

    /** Begins, before the first event comes. */
    void start();

    /** By hand: what it would do about a process that it finds so; empty if the process is none of its business. */
    Optional<String> describe(ProcessInfo process);

    /**
     * By hand: does that, once, and waits for what comes of it.
     *
     * @return whether all went well
     */
    boolean actOnce(List<ProcessInfo> processes) throws InterruptedException;

    /** Begins nothing more. What it has to remember is on disk when this returns, if it has a directory. */
    void stop();
}
