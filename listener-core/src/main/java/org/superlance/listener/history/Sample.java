package org.superlance.listener.history;

import org.superlance.listener.supervisor.Namespec;

/**
 * A value that was measured of one program.
 *
 * @param value in the unit of its {@link Quantity}, not negative
 * @param limit that it is held against, in the same unit; {@link #NO_LIMIT} if there is none
 */
public record Sample(Namespec program, long value, long limit) {

    /** The limit of what has none. */
    public static final long NO_LIMIT = -1;

    /** One that is held against nothing. */
    public Sample(Namespec program, long value) {
        this(program, value, NO_LIMIT);
    }
}
