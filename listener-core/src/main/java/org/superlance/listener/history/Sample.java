package org.superlance.listener.history;

import org.superlance.listener.supervisor.Namespec;

/**
 * A value that was measured of one program.
 *
 * @param detail what of the program was measured, if its {@link Quantity} does not say it, such as {@code check_load/load1};
 *     otherwise empty
 * @param value in the unit of its {@link Quantity}, not negative
 * @param limit that it is held against, in the same unit; {@link #NO_LIMIT} if there is none
 */
public record Sample(Namespec program, String detail, long value, long limit) {

    /** Stands before a detail in a file. */
    static final String DETAIL = " - ";

    /** The limit of what has none. */
    public static final long NO_LIMIT = -1;

    /** One that its quantity says all about. */
    public Sample(Namespec program, long value, long limit) {
        this(program, "", value, limit);
    }

    /** One that is held against nothing. */
    public Sample(Namespec program, long value) {
        this(program, value, NO_LIMIT);
    }
}
