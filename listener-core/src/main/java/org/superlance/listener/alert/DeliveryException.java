package org.superlance.listener.alert;

/** An alert was not accepted. The message is one sentence for an operator. */
public final class DeliveryException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean isFinal;

    private DeliveryException(String sentence, boolean isFinal) {
        super(sentence);
        this.isFinal = isFinal;
    }

    /** It may work later: the server is down, the command failed. */
    public static DeliveryException tryAgain(String sentence) {
        return new DeliveryException(sentence, false);
    }

    /** It never will: the server refuses this alert for good. */
    public static DeliveryException refused(String sentence) {
        return new DeliveryException(sentence, true);
    }

    /** Whether trying again is of no use. */
    public boolean isFinal() {
        return isFinal;
    }
}
