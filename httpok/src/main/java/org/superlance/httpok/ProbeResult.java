package org.superlance.httpok;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a check of one URL saw.
 *
 * @param value what came, such as {@code 503 Service Unavailable}
 * @param reason one clause for the log and the mail
 * @param certificateEnd when the server's certificate expires; empty without TLS or an answer
 * @param measurement in figures, if there was one
 */
record ProbeResult(
        Outcome outcome,
        String value,
        String reason,
        Optional<Instant> certificateEnd,
        Optional<Measurement> measurement) {

    /**
     * An answer in figures.
     *
     * @param status the HTTP status
     * @param took from the request to as much of the answer as was read
     */
    record Measurement(int status, Duration took) {}

    /** What was seen without figures. */
    ProbeResult(Outcome outcome, String value, String reason, Optional<Instant> certificateEnd) {
        this(outcome, value, reason, certificateEnd, Optional.empty());
    }

    /** How a check can go. */
    enum Outcome {
        GOOD,
        BAD_STATUS,
        BAD_BODY,
        /** It is not the server's fault that nothing can be said. */
        INDETERMINATE
    }

    static ProbeResult bad(Outcome outcome, String value, String reason) {
        return new ProbeResult(outcome, value, reason, Optional.empty());
    }

    static ProbeResult undecided(String reason) {
        return new ProbeResult(Outcome.INDETERMINATE, "-", reason, Optional.empty());
    }

    boolean isBad() {
        return outcome == Outcome.BAD_STATUS || outcome == Outcome.BAD_BODY;
    }

    ProbeResult withCertificateEnd(Optional<Instant> end) {
        return new ProbeResult(outcome, value, reason, end, measurement);
    }

    ProbeResult withAnswer(Measurement figures) {
        return new ProbeResult(outcome, value, reason, certificateEnd, Optional.of(figures));
    }

    /** A check cannot say anything, through no fault of the server; the message is a clause for an operator. */
    static final class IndeterminateException extends Exception {

        private static final long serialVersionUID = 1L;

        IndeterminateException(String clause) {
            super(clause);
        }
    }
}
