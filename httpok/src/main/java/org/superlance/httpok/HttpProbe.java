package org.superlance.httpok;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.http.HttpClient;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpFailure;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.HttpResponse;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Durations;

/** Checks a URL over HTTP, and retries within the timeout while the connection is refused. */
record HttpProbe(ProbeUrl url, ProbeRequest request, ResponseExpectation expectation) implements Probe {

    @Override
    public String target() {
        return url.toString();
    }

    @Override
    public String server() {
        return url.host() + ":" + url.port();
    }

    @Override
    public ProbeResult run() {
        ProbeDeadline deadline = ProbeDeadline.in(request.timeout());
        try (HttpClient client = new HttpClient(request.endpoint(url))) {
            return ask(client, request.request(url), deadline);
        } catch (IndeterminateException e) {
            return ProbeResult.undecided("cannot check " + url + ": " + e.getMessage());
        }
    }

    private ProbeResult ask(HttpClient client, HttpRequest sent, ProbeDeadline deadline) throws IndeterminateException {
        boolean again = false;
        while (true) {
            try {
                return once(client, sent, deadline);
            } catch (HttpFailure e) {
                if (!isRefusal(e) || !deadline.awaitNextAttempt()) {
                    return failed(e, again);
                }
                again = true;
            } catch (IOException e) {
                return failed(e, again);
            }
        }
    }

    private ProbeResult once(HttpClient client, HttpRequest sent, ProbeDeadline deadline)
            throws IOException, IndeterminateException {
        long asked = System.nanoTime();
        // the size of the body is bounded by what is read of it
        HttpLimits limits = new HttpLimits(deadline.left(), deadline.left(), Long.MAX_VALUE);
        try (HttpResponse response = client.send(sent, limits)) {
            return expectation.evaluate(url, response, asked, deadline);
        }
    }

    private static boolean isRefusal(HttpFailure failure) {
        return failure.kind() == HttpFailure.Kind.REFUSED || failure.kind() == HttpFailure.Kind.NO_SOCKET_FILE;
    }

    private ProbeResult failed(IOException e, boolean again) {
        String tried = again ? ", retried for " + Durations.format(request.timeout()) : "";
        return ProbeResult.bad(Cause.NO_ANSWER, "no answer", "error contacting " + url + ": " + e.getMessage() + tried);
    }

    /** The URL of the command line: for all processes, or one with fields for each. */
    record HttpProbeTemplate(ProcessTemplate url, ProbeRequest request, ResponseExpectation expectation)
            implements ProbeTemplate {

        @Override
        public String target() {
            return ProbeUrl.withoutLogin(url.text());
        }

        @Override
        public String expected() {
            return expectation.expected();
        }

        @Override
        public Set<Cause> causes() {
            return EnumSet.of(Cause.STATUS, Cause.BODY, Cause.NO_ANSWER);
        }

        @Override
        public boolean hasFields() {
            return url.hasFields();
        }

        @Override
        public Probe sample() {
            return probe(url.sample());
        }

        @Override
        public Probe of(ProcessInfo process) throws IndeterminateException {
            return probe(url.of(process));
        }

        private Probe probe(String filled) {
            return new HttpProbe(ProbeUrl.parse(filled), request, expectation);
        }
    }
}
