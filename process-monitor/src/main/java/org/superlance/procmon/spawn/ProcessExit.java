package org.superlance.procmon.spawn;

import java.util.OptionalInt;
import org.superlance.listener.process.Signal;

/**
 * The end of a child.
 *
 * @param status the exit status, or 128 plus the number of the signal that terminated it, as in shells
 */
public record ProcessExit(int status) {

    private static final int SIGNAL_BASE = 128;
    private static final int MAX_SIGNAL = 64;

    /** The number of the signal that terminated it; a child that exits with such a status itself looks the same. */
    public OptionalInt signal() {
        return status > SIGNAL_BASE && status <= SIGNAL_BASE + MAX_SIGNAL
                ? OptionalInt.of(status - SIGNAL_BASE)
                : OptionalInt.empty();
    }

    /** Such as {@code exited with status 7} or {@code terminated by SIGKILL}. */
    public String sentence() {
        return signal().isPresent()
                ? "terminated by " + new Signal(signal().getAsInt())
                : "exited with status " + status;
    }
}
