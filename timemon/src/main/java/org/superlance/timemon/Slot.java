package org.superlance.timemon;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * A slot that has begun.
 *
 * @param begin by the clock on the wall
 * @param since the same as an instant
 * @param missed whether it began before this listener was there to see it
 */
record Slot(LocalDateTime begin, Instant since, boolean missed) {}
