package org.superlance.httpok;

import java.io.IOException;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.httpok.ProbeResult.Outcome;
import org.superlance.httpok.ProbeStrategy.Probe;
import org.superlance.listener.http.HttpClient;
import org.superlance.listener.http.HttpFailure;
import org.superlance.listener.http.HttpLimits;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.HttpResponse;
import org.superlance.listener.util.Durations;

/** Asks over HTTP, and goes on asking for as long as nobody listens and there is time. */
record HttpProbe(ProbeRequest request, ResponseExpectation expectation) implements Probe {

    @Override
    public ProbeResult probe(ProbeUrl url) {
        ProbeDeadline deadline = ProbeDeadline.in(request.timeout());
        try (HttpClient client = new HttpClient(request.endpoint(url))) {
            return ask(url, client, request.request(url), deadline);
        } catch (IndeterminateException e) {
            return ProbeResult.undecided("no check of " + url + ": " + e.getMessage());
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
        String tried = again ? ", tried again and again for " + Durations.format(request.timeout()) : "";
        return ProbeResult.bad(
                Outcome.BAD_STATUS, "no answer", "error contacting " + url + ": " + e.getMessage() + tried);
    }
}
