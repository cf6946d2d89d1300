package org.superlance.procmon.child;

/** A child could not be started. The message is one clause for an operator, such as {@code there is no command 'wbe'}. */
public final class SpawnException extends Exception {

    private static final long serialVersionUID = 1L;

    public SpawnException(String clause) {
        super(clause);
    }

    public SpawnException(String clause, Throwable cause) {
        super(clause, cause);
    }
}
