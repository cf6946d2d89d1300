package org.superlance.listener.crash;

import java.time.Instant;
import org.superlance.listener.event.Event.ProcessStateEvent;

/** What a command does with failures. Called on one worker, one call at a time; may ask supervisord, within limits. */
public interface FailureHandler {

    /** Looks through what waits, and hands on what is due. Called after every burst of events, and each second. */
    void runCycle(Instant now);

    /** Is told of every change of a process's state, before the next {@link #runCycle}. */
    default void onEvent(ProcessStateEvent event) {}

    /** Hands on everything that waits, due or not: the listener is about to end and could not keep it. */
    default void flush(Instant now) {
        runCycle(now);
    }
}
