package org.superlance.timemon;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * When slots begin, in local time. It knows no time zone and no instants: a local time that occurs twice at the end of
 * summer time is the same slot twice.
 */
interface Schedule {

    /** The beginning of the latest slot that begins after {@code after} and not after {@code upTo}. */
    Optional<LocalDateTime> latest(LocalDateTime after, LocalDateTime upTo);

    /** The beginning of the first slot that begins after that time; empty if there is none. */
    Optional<LocalDateTime> next(LocalDateTime after);
}
