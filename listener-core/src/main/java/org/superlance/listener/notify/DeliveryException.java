package org.superlance.listener.notify;

import java.time.Duration;

/** An alert was not accepted. The message is one sentence for an operator. */
public final class DeliveryException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean isFinal;
    private final Duration notBefore;

    private DeliveryException(String sentence, boolean isFinal, Duration notBefore) {
        super(sentence);
        this.isFinal = isFinal;
        this.notBefore = notBefore;
    }

    /** It may work later: the server is down, the command failed. */
    public static DeliveryException tryAgain(String sentence) {
        return tryAgain(sentence, Duration.ZERO);
    }

    /** It may work later, and the other side has asked to be left alone, by every alert, for so long. */
    public static DeliveryException tryAgain(String sentence, Duration notBefore) {
        return new DeliveryException(sentence, false, notBefore);
    }

    /** It never will: the server refuses this alert for good. */
    public static DeliveryException refused(String sentence) {
        return new DeliveryException(sentence, true, Duration.ZERO);
    }

    /** Whether trying again is of no use. */
    public boolean isFinal() {
        return isFinal;
    }

    /** How long the other side has asked to be left alone; zero if it has not. */
    public Duration notBefore() {
        return notBefore;
    }
}
