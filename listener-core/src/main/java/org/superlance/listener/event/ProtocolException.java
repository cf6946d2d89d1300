package org.superlance.listener.event;

/**
 * What came in is not the event protocol, so nothing that follows can be trusted: the listener must end with a status
 * other than 0 and be started again.
 */
public final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    public ProtocolException(String sentence) {
        super(sentence);
    }

    public ProtocolException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
