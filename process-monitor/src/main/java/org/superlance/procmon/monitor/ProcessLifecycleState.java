package org.superlance.procmon.monitor;

import java.time.Instant;
import java.util.OptionalLong;

/** What a kept process is doing. All of it happens on the monitor's thread. */
interface ProcessLifecycleState {

    /** Takes effect; called once, when the process has come into it. */
    default void begin() {}

    /** Somebody wants it to be started anew. */
    void restart();

    /** Somebody wants it to be gone for good. */
    void remove();

    /** Time for a look whether all is as it should be. */
    default void check(Instant now) {}

    /** Somebody wants it to get this signal. */
    default void signal(String signal) {}

    default OptionalLong pid() {
        return OptionalLong.empty();
    }
}
