package org.superlance.httpok;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.http.HttpResponse;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/**
 * What response is accepted.
 *
 * @param maxLatency from the request to the end of the response; null for any time within the timeout
 */
record ResponseExpectation(
        List<StatusRange> statuses,
        BodyExpectation body,
        @Nullable Duration maxLatency) {

    private static final List<StatusRange> DEFAULT_STATUSES = List.of(new StatusRange(200, 200));

    ResponseExpectation {
        statuses = statuses.isEmpty() ? DEFAULT_STATUSES : List.copyOf(statuses);
    }

    /** @param asked when the request was sent, by {@link System#nanoTime()} */
    ProbeResult evaluate(ProbeUrl url, HttpResponse response, long asked, ProbeDeadline deadline)
            throws IOException, IndeterminateException {
        String status = (response.status() + " " + TextSanitizer.excerpt(response.reason())).strip();
        return evaluate(url, response, status, asked, deadline)
                .withCertificates(response.peerCertificates())
                .withHttpStatus(response.status())
                .withDuration(Duration.ofNanos(System.nanoTime() - asked));
    }

    private ProbeResult evaluate(ProbeUrl url, HttpResponse response, String status, long asked, ProbeDeadline deadline)
            throws IOException, IndeterminateException {
        if (!isAccepted(response.status())) {
            return ProbeResult.bad(
                    Cause.STATUS, status, "status contacting " + url + ": " + status + "; expected " + expected());
        }
        Optional<String> complaint = body.mismatch(
                response.body(),
                response.headers().first("Content-Type"),
                response.headers().first("Content-Encoding"),
                deadline);
        if (complaint.isPresent()) {
            return ProbeResult.bad(Cause.BODY, status, "body contacting " + url + ": " + complaint.get());
        }
        Duration latency = Duration.ofNanos(System.nanoTime() - asked);
        if (maxLatency != null && latency.compareTo(maxLatency) > 0) {
            String took = "took " + Durations.format(latency);
            String reason = "latency contacting " + url + ": " + took + ", more than " + Durations.format(maxLatency);
            return ProbeResult.bad(Cause.STATUS, status + ", " + took, reason);
        }
        return ProbeResult.good(Cause.STATUS, status, "status contacting " + url + ": " + status);
    }

    private boolean isAccepted(int status) {
        for (StatusRange range : statuses) {
            if (range.contains(status)) {
                return true;
            }
        }
        return false;
    }

    /** For people, such as {@code 200, 300-399}. */
    String expected() {
        StringJoiner expected = new StringJoiner(", ");
        statuses.forEach(range -> expected.add(range.toString()));
        return expected.toString();
    }

    /** Accepted status codes, both ends included. */
    record StatusRange(int from, int to) {

        private static final int MIN = 100;
        private static final int MAX = 599;

        /** @throws IllegalArgumentException with a sentence for people if it is neither a status nor a range */
        static StatusRange parse(String text) {
            String status = text.strip();
            boolean isRange = Ascii.hasShape(status, "ddd-ddd");
            if (!isRange && !Ascii.hasShape(status, "ddd")) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not a status; write 200, or a range such as 200-399");
            }
            int from = Integer.parseInt(status, 0, 3, 10);
            int to = isRange ? Integer.parseInt(status, 4, 7, 10) : from;
            if (from < MIN || to > MAX || to < from) {
                throw new IllegalArgumentException(
                        "'" + text + "' is out of range: a status is from 100 to 599, and a range ascends");
            }
            return new StatusRange(from, to);
        }

        boolean contains(int status) {
            return status >= from && status <= to;
        }

        @Override
        public String toString() {
            return from == to ? Integer.toString(from) : from + "-" + to;
        }
    }
}
