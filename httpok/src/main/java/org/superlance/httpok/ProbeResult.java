package org.superlance.httpok;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The result of a check of one URL.
 *
 * @param value the response, such as {@code 503 Service Unavailable}
 * @param reason one clause for the log and the mail
 * @param certificateEnd when the server's certificate expires; empty without TLS or a response
 * @param measurement of the response, if there was one
 */
record ProbeResult(
        Outcome outcome,
        String value,
        String reason,
        Optional<Instant> certificateEnd,
        Optional<Measurement> measurement) {

    /**
     * The measurements of a response.
     *
     * @param status the HTTP status
     * @param took from the request to the last byte of the response that was read
     */
    record Measurement(int status, Duration took) {}

    /** A result without measurements. */
    ProbeResult(Outcome outcome, String value, String reason, Optional<Instant> certificateEnd) {
        this(outcome, value, reason, certificateEnd, Optional.empty());
    }

    /** The outcomes of a check. */
    enum Outcome {
        GOOD,
        BAD_STATUS,
        BAD_BODY,
        /** The check failed for a reason that is not the server's. */
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

    /** A check that failed for a reason that is not the server's; the message is a clause for an operator. */
    static final class IndeterminateException extends Exception {

        private static final long serialVersionUID = 1L;

        IndeterminateException(String clause) {
            super(clause);
        }
    }
}
