package org.superlance.listener.conf;

/** supervisord's configuration does not say what was asked of it. The message is one sentence for an operator. */
public final class SupervisorConfException extends Exception {

    private static final long serialVersionUID = 1L;

    public SupervisorConfException(String sentence) {
        super(sentence);
    }

    public SupervisorConfException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
