package org.superlance.httpok;

import java.io.IOException;
import org.superlance.httpok.Health.Outcome;
import org.superlance.listener.http.HttpClient;
import org.superlance.listener.http.HttpFailure;
import org.superlance.listener.http.HttpLimits;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.HttpResponse;
import org.superlance.listener.util.Durations;

/** Asks over HTTP, and goes on asking for as long as nobody listens and there is time. */
record HttpProbe(Question question, Expectation expectation) implements Probe {

    @Override
    public Health ask(CheckUrl url) {
        Deadline deadline = Deadline.in(question.timeout());
        try (HttpClient client = new HttpClient(question.endpoint(url))) {
            return ask(url, client, question.request(url), deadline);
        } catch (UndecidedException e) {
            return Health.undecided("no check of " + url + ": " + e.getMessage());
        }
    }

    private Health ask(CheckUrl url, HttpClient client, HttpRequest request, Deadline deadline)
            throws UndecidedException {
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

    private Health once(CheckUrl url, HttpClient client, HttpRequest request, Deadline deadline)
            throws IOException, UndecidedException {
        long asked = System.nanoTime();
        // the size of the body is bounded by what is read of it
        HttpLimits limits = new HttpLimits(deadline.left(), deadline.left(), Long.MAX_VALUE);
        try (HttpResponse response = client.send(request, limits)) {
            return expectation.judge(url, response, asked, deadline);
        }
    }

    private static boolean isRefusal(HttpFailure failure) {
        return failure.kind() == HttpFailure.Kind.REFUSED || failure.kind() == HttpFailure.Kind.NO_SOCKET_FILE;
    }

    private Health failed(CheckUrl url, IOException e, boolean again) {
        String tried = again ? ", tried again and again for " + Durations.format(question.timeout()) : "";
        return Health.bad(Outcome.BAD_STATUS, "no answer", "error contacting " + url + ": " + e.getMessage() + tried);
    }
}
