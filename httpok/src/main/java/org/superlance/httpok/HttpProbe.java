package org.superlance.httpok;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.httpok.ProbeResult.Outcome;
import org.superlance.httpok.ProbeStrategy.Probe;
import org.superlance.listener.http.HttpClient;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpFailure;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.HttpResponse;
import org.superlance.listener.util.Durations;

/** Checks a URL over HTTP, and retries within the timeout while the connection is refused. */
record HttpProbe(ProbeRequest request, ResponseExpectation expectation) implements Probe {

    @Override
    public ProbeResult probe(ProbeUrl url) {
        ProbeDeadline deadline = ProbeDeadline.in(request.timeout());
        try (HttpClient client = new HttpClient(request.endpoint(url))) {
            return ask(url, client, request.request(url), deadline);
        } catch (IndeterminateException e) {
            return ProbeResult.undecided("cannot check " + url + ": " + e.getMessage());
        }
    }

    private ProbeResult ask(ProbeUrl url, HttpClient client, HttpRequest request, ProbeDeadline deadline)
            throws IndeterminateException {
        boolean again = false;
        while (true) {
            try {
                return once(url, client, request, deadline);
            } catch (HttpFailure e) {
                if (!isRefusal(e) || !deadline.awaitNextAttempt()) {
                    return failed(url, e, again);
                }
                again = true;
            } catch (IOException e) {
                return failed(url, e, again);
            }
        }
    }

    private ProbeResult once(ProbeUrl url, HttpClient client, HttpRequest request, ProbeDeadline deadline)
            throws IOException, IndeterminateException {
        long asked = System.nanoTime();
        // the size of the body is bounded by what is read of it
        HttpLimits limits = new HttpLimits(deadline.left(), deadline.left(), Long.MAX_VALUE);
        try (HttpResponse response = client.send(request, limits)) {
            return expectation.evaluate(url, response, asked, deadline);
        }
    }

    private static boolean isRefusal(HttpFailure failure) {
        return failure.kind() == HttpFailure.Kind.REFUSED || failure.kind() == HttpFailure.Kind.NO_SOCKET_FILE;
    }

    private ProbeResult failed(ProbeUrl url, IOException e, boolean again) {
        String tried = again ? ", retried for " + Durations.format(request.timeout()) : "";
        return ProbeResult.bad(
                Outcome.BAD_STATUS, "no answer", "error contacting " + url + ": " + e.getMessage() + tried);
    }

    /** When a check must have its response. */
    static final class ProbeDeadline {

        private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
        /** The least time for the last attempt. */
        private static final Duration MIN_ATTEMPT_TIME = Duration.ofMillis(50);

        private final long end;

        private ProbeDeadline(long end) {
            this.end = end;
        }

        static ProbeDeadline in(Duration limit) {
            return new ProbeDeadline(System.nanoTime() + limit.toNanos());
        }

        boolean isOver() {
            return end - System.nanoTime() <= 0;
        }

        /** At least a millisecond, because no time at all is no time limit for a client. */
        Duration left() {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
        }

        /** Waits until the next attempt is due; false if there is no time for one, or the thread is interrupted. */
        boolean awaitNextAttempt() {
            long now = System.nanoTime();
            long latest = end - MIN_ATTEMPT_TIME.toNanos();
            if (latest - now <= 0) {
                return false;
            }
            long next = now + Math.min(RETRY_INTERVAL.toNanos(), latest - now);
            for (long left = next - now; left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
                if (Thread.currentThread().isInterrupted()) {
                    return false;
                }
            }
            return true;
        }
    }
}
