package org.superlance.listener.restart;

/** A check could not look. The message is one sentence for an operator; the next tick tries again. */
public final class CheckException extends Exception {

    private static final long serialVersionUID = 1L;

    public CheckException(String sentence) {
        super(sentence);
    }

    public CheckException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
