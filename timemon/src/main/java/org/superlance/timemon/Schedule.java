package org.superlance.timemon;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * When slots begin, by the clock on the wall. It knows of no time zone and of no instants: who reads the same time twice
 * in a night in autumn asks for the same slot twice.
 */
interface Schedule {

    /** The beginning of the latest slot that begins after {@code after} and not after {@code upTo}. */
    Optional<LocalDateTime> latest(LocalDateTime after, LocalDateTime upTo);

    /** The beginning of the first slot that begins after that time; empty if there is none any more. */
    Optional<LocalDateTime> next(LocalDateTime after);
}
