package org.superlance.listener.crash;

import java.time.Instant;
import org.superlance.listener.event.ProcessStateEvent;

/** What a command does with incidents. Called on one worker, one call at a time; may ask supervisord, within limits. */
public interface Clerk {

    /** Looks through what waits, and hands on what is due. Called after every burst of events, and each second. */
    void work(Instant now);

    /** Is told of every change of a process's state, before the next {@link #work}. */
    default void seen(ProcessStateEvent event) {}

    /** Hands on everything that waits, due or not: the listener is about to end and could not keep it. */
    default void finish(Instant now) {
        work(now);
    }
}
