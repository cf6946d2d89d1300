package org.superlance.procmon.spawn;

import org.jspecify.annotations.Nullable;

/** A child could not be started. The message is one clause, such as {@code there is no command 'wbe'}. */
public final class SpawnException extends Exception {

    private static final long serialVersionUID = 1L;

    public enum Reason {
        NO_COMMAND,
        NOT_EXECUTABLE,
        OTHER
    }

    private final Reason reason;

    public SpawnException(String clause) {
        this(Reason.OTHER, clause);
    }

    public SpawnException(Reason reason, String clause) {
        super(clause);
        this.reason = reason;
    }

    public SpawnException(String clause, @Nullable Throwable cause) {
        super(clause, cause);
        this.reason = Reason.OTHER;
    }

    public Reason reason() {
        return reason;
    }
}
