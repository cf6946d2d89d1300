package org.superlance.procmon.spawn;

import java.util.OptionalInt;
import org.superlance.listener.process.Signal;

/**
 * How a child ended.
 *
 * @param status the exit status, or 128 and the number of the signal that ended it, as shells tell it
 */
public record ProcessExit(int status) {

    private static final int SIGNAL_BASE = 128;
    private static final int MAX_SIGNAL = 64;

    /** The number of the signal that ended it; a child that exits with such a status itself cannot be told from it. */
    public OptionalInt signal() {
        return status > SIGNAL_BASE && status <= SIGNAL_BASE + MAX_SIGNAL
                ? OptionalInt.of(status - SIGNAL_BASE)
                : OptionalInt.empty();
    }

    /** Such as {@code ended with exit status 7} or {@code was ended by SIGKILL}. */
    public String sentence() {
        return signal().isPresent()
                ? "was ended by " + new Signal(signal().getAsInt())
                : "ended with exit status " + status;
    }
}
