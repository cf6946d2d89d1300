package org.superlance.listener.history;

import java.time.Instant;
import java.util.Collection;

/**
 * Keeps what a listener does and measures, for people who ask for it later. Safe on any thread; a call waits for nothing, and
 * what cannot be kept is dropped: it is no ground for a listener to do anything differently.
 */
public interface History {

    /** Keeps what has happened. */
    void record(HistoryEvent event);

    /**
     * Keeps what was measured at one tick.
     *
     * @param samples of all programs that this quantity was measured of: a program that is missing was not running
     */
    void record(Quantity quantity, Instant time, Collection<Sample> samples);

    /** Whether anything is done with what is recorded. */
    default boolean isKept() {
        return true;
    }

    /** Keeps nothing. */
    static History none() {
        return new History() {
            @Override
            public boolean isKept() {
                return false;
            }

            @Override
            public void record(HistoryEvent event) {}

            @Override
            public void record(Quantity quantity, Instant time, Collection<Sample> samples) {}
        };
    }
}
