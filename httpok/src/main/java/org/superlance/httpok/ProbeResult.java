package org.superlance.httpok;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.superlance.listener.util.Durations;

/**
 * The result of a check of one thing.
 *
 * @param value the answer, such as {@code 503 Service Unavailable}
 * @param reason one clause for the log and the mail, which names what was checked
 * @param cause what the outcome was decided by
 * @param certificateEnd when the server's certificate expires; empty without TLS or an answer
 * @param took from the request to the end of the answer; empty without an answer
 * @param status of the HTTP response; empty if there was none
 * @param report of a plugin; empty without one, or if it did not behave as a plugin
 * @param patience a process that has run for less than this is not blamed; zero to blame any
 */
record ProbeResult(
        Outcome outcome,
        String value,
        String reason,
        Cause cause,
        Optional<Instant> certificateEnd,
        Optional<Duration> took,
        OptionalInt status,
        Optional<PluginReport> report,
        Duration patience) {

    /** The outcomes of a check. */
    enum Outcome {
        GOOD,
        BAD,
        /** The check failed for a reason that is not the server's. */
        INDETERMINATE
    }

    /** What an outcome was decided by. */
    enum Cause {
        /** The status of an HTTP response, or how long it took. */
        STATUS,
        /** The body of an HTTP response. */
        BODY,
        /** There was no answer. */
        NO_ANSWER,
        /** The connection to a socket. */
        CONNECT,
        /** What was answered on a socket. */
        ANSWER,
        /** The status of a plugin. */
        PLUGIN,
        /** The time of a heartbeat file. */
        HEARTBEAT;

        /** For metrics and the history. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ProbeResult good(Cause cause, String value, String reason) {
        return of(Outcome.GOOD, cause, value, reason);
    }

    static ProbeResult bad(Cause cause, String value, String reason) {
        return of(Outcome.BAD, cause, value, reason);
    }

    static ProbeResult undecided(String reason) {
        return of(Outcome.INDETERMINATE, Cause.NO_ANSWER, "-", reason);
    }

    private static ProbeResult of(Outcome outcome, Cause cause, String value, String reason) {
        return new ProbeResult(
                outcome,
                value,
                reason,
                cause,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Duration.ZERO);
    }

    boolean isGood() {
        return outcome == Outcome.GOOD;
    }

    boolean isBad() {
        return outcome == Outcome.BAD;
    }

    boolean isUndecided() {
        return outcome == Outcome.INDETERMINATE;
    }

    /** With the end of the first certificate, which is the server's own. */
    ProbeResult withCertificates(List<Certificate> chain) {
        for (Certificate certificate : chain) {
            if (certificate instanceof X509Certificate own) {
                return withCertificateEnd(Optional.of(own.getNotAfter().toInstant()));
            }
        }
        return this;
    }

    ProbeResult withCertificateEnd(Optional<Instant> end) {
        return new ProbeResult(outcome, value, reason, cause, end, took, status, report, patience);
    }

    ProbeResult withDuration(Duration time) {
        return new ProbeResult(
                outcome, value, reason, cause, certificateEnd, Optional.of(time), status, report, patience);
    }

    ProbeResult withHttpStatus(int code) {
        return new ProbeResult(
                outcome, value, reason, cause, certificateEnd, took, OptionalInt.of(code), report, patience);
    }

    ProbeResult withReport(PluginReport ofPlugin) {
        return new ProbeResult(
                outcome, value, reason, cause, certificateEnd, took, status, Optional.of(ofPlugin), patience);
    }

    ProbeResult withValue(String answer) {
        return new ProbeResult(outcome, answer, reason, cause, certificateEnd, took, status, report, patience);
    }

    ProbeResult withPatience(Duration uptime) {
        return new ProbeResult(outcome, value, reason, cause, certificateEnd, took, status, report, uptime);
    }

    /** The result for a process that has run for this time: a failure that it cannot be blamed for is undecided. */
    ProbeResult after(Duration uptime) {
        return isBad() && uptime.compareTo(patience) < 0
                ? new ProbeResult(
                        Outcome.INDETERMINATE,
                        value,
                        reason + "; it has run for " + Durations.format(uptime) + " only",
                        cause,
                        certificateEnd,
                        took,
                        status,
                        report,
                        patience)
                : this;
    }

    /** A check that failed for a reason that is not the server's; the message is a clause for an operator. */
    static final class IndeterminateException extends Exception {

        private static final long serialVersionUID = 1L;

        IndeterminateException(String clause) {
            super(clause);
        }
    }
}
