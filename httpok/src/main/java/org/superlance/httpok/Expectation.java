package org.superlance.httpok;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.Health.Outcome;
import org.superlance.listener.http.HttpResponse;
import org.superlance.listener.http.MessageExcerpt;
import org.superlance.listener.util.Durations;

/**
 * What an answer must be like.
 *
 * @param maxLatency from the request to the end of the answer; null for any time within the timeout
 */
record Expectation(
        List<StatusRange> statuses,
        BodyTests body,
        @Nullable Duration maxLatency) {

    private static final List<StatusRange> USUAL = List.of(new StatusRange(200, 200));

    Expectation {
        statuses = statuses.isEmpty() ? USUAL : List.copyOf(statuses);
    }

    /** @param asked when the request was sent, as {@link System#nanoTime()} told it */
    Health judge(CheckUrl url, HttpResponse response, long asked, Deadline deadline)
            throws IOException, UndecidedException {
        String status = (response.status() + " " + MessageExcerpt.of(response.reason())).strip();
        Optional<Instant> end = response.peerCertificates().stream()
                .filter(X509Certificate.class::isInstance)
                .map(certificate ->
                        ((X509Certificate) certificate).getNotAfter().toInstant())
                .findFirst();
        Health health = judge(url, response, status, asked, deadline).withCertificateEnd(end);
        return health.withAnswer(new Health.Answer(response.status(), Duration.ofNanos(System.nanoTime() - asked)));
    }

    private Health judge(CheckUrl url, HttpResponse response, String status, long asked, Deadline deadline)
            throws IOException, UndecidedException {
        if (statuses.stream().noneMatch(range -> range.contains(response.status()))) {
            return Health.bad(
                    Outcome.BAD_STATUS,
                    status,
                    "status contacting " + url + ": " + status + "; expected " + expected());
        }
        Optional<String> complaint =
                body.complaint(response.body(), response.headers().first("Content-Type"), deadline);
        if (complaint.isPresent()) {
            return Health.bad(Outcome.BAD_BODY, status, "body contacting " + url + ": " + complaint.get());
        }
        Duration latency = Duration.ofNanos(System.nanoTime() - asked);
        if (maxLatency != null && latency.compareTo(maxLatency) > 0) {
            String took = "took " + Durations.format(latency);
            String reason =
                    "latency contacting " + url + ": it " + took + ", more than " + Durations.format(maxLatency);
            return Health.bad(Outcome.BAD_STATUS, status + ", " + took, reason);
        }
        return new Health(Outcome.GOOD, status, "status contacting " + url + ": " + status, Optional.empty());
    }

    /** For people, such as {@code 200, 300-399}. */
    String expected() {
        return statuses.stream().map(StatusRange::toString).collect(Collectors.joining(", "));
    }
}
