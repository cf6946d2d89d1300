package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.http.Endpoint;
import org.superlance.listener.http.HttpFailure;
import org.superlance.listener.http.StreamConnection;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Durations;

/**
 * Connects to a TCP port or a socket file, and may send a text and expect an answer; retries within the timeout while the
 * connection is refused.
 *
 * @param tls how to encrypt, for a {@code tls://} URL
 */
record SocketProbe(SocketUrl url, Endpoint.@Nullable Tls tls, Dialogue dialogue) implements Probe {

    /** An answer is kept in memory; what servers say to a greeting is much shorter. */
    private static final int MAX_ANSWER = 64 << 10;

    private static final int PIECE = 4 << 10;

    /**
     * What is said over the connection.
     *
     * @param sent null to send nothing
     * @param expectation of the answer
     * @param timeout for everything, including retries of a refused connection
     * @param maxLatency from the attempt that connects to the end of the answer; null for any time within the timeout
     */
    record Dialogue(
            @Nullable EscapedText sent,
            AnswerExpectation expectation,
            Duration timeout,
            @Nullable Duration maxLatency) {}

    @Override
    public String target() {
        return url.toString();
    }

    @Override
    public ProbeResult run() {
        ProbeDeadline deadline = ProbeDeadline.in(dialogue.timeout());
        boolean again = false;
        try {
            while (true) {
                long asked = System.nanoTime();
                try (StreamConnection connection = StreamConnection.open(url.endpoint(tls), deadline.left())) {
                    return converse(connection, asked, deadline);
                } catch (HttpFailure e) {
                    if (url.isNoSocket()) {
                        return noAnswer(Cause.CONNECT, url.file() + " is not a socket");
                    }
                    if (!isRefusal(e) || !deadline.awaitNextAttempt()) {
                        String tried = again ? ", retried for " + Durations.format(dialogue.timeout()) : "";
                        return noAnswer(Cause.CONNECT, e.getMessage() + tried);
                    }
                    again = true;
                }
            }
        } catch (IndeterminateException e) {
            return ProbeResult.undecided("cannot check " + url + ": " + e.getMessage());
        }
    }

    private static boolean isRefusal(HttpFailure failure) {
        return failure.kind() == HttpFailure.Kind.REFUSED || failure.kind() == HttpFailure.Kind.NO_SOCKET_FILE;
    }

    private ProbeResult converse(StreamConnection connection, long asked, ProbeDeadline deadline)
            throws IndeterminateException {
        ProbeResult result = dialogue.expectation().needsAnswer()
                ? ask(connection, deadline)
                : ProbeResult.good(Cause.CONNECT, "connected", "connected to " + url);
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        return inTime(result, took).withDuration(took).withCertificates(connection.peerCertificates());
    }

    private ProbeResult ask(StreamConnection connection, ProbeDeadline deadline) throws IndeterminateException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try {
            if (dialogue.sent() != null) {
                connection.send(dialogue.sent().bytes());
            }
            while (answer.size() < MAX_ANSWER) {
                int length = connection.read(piece);
                if (length < 0) {
                    return wrong(answer, "", "closed the connection without an answer" + toWhat());
                }
                answer.write(piece, 0, Math.min(length, MAX_ANSWER - answer.size()));
                if (dialogue.expectation().isMetBy(text(answer), deadline)) {
                    return right(answer);
                }
            }
            return wrong(answer, " in its first " + MAX_ANSWER / 1_024 + "KB", "");
        } catch (HttpFailure e) {
            String limit = " within " + Durations.format(dialogue.timeout());
            return e.kind() == HttpFailure.Kind.TIMED_OUT
                    ? wrong(answer, limit, "no answer" + limit + toWhat())
                    : wrong(answer, "", "closed the connection without an answer" + toWhat());
        }
    }

    private String toWhat() {
        return dialogue.sent() == null ? "" : " to " + dialogue.sent().command();
    }

    private static String text(ByteArrayOutputStream answer) {
        return answer.toString(ISO_8859_1);
    }

    /** For people: without what was sent. */
    private String shown(ByteArrayOutputStream answer) {
        String said = text(answer);
        return AnswerExpectation.shown(
                dialogue.sent() == null ? said : dialogue.sent().echoMask().apply(said));
    }

    private ProbeResult right(ByteArrayOutputStream answer) {
        String shown = shown(answer);
        return ProbeResult.good(Cause.ANSWER, shown, url + " answered '" + shown + "'");
    }

    /** @param silence what it is if there was no answer at all */
    private ProbeResult wrong(ByteArrayOutputStream answer, String limit, String silence) {
        if (answer.size() == 0) {
            return noAnswer(Cause.NO_ANSWER, silence);
        }
        String shown = shown(answer);
        String reason = "answer of " + url + " " + dialogue.expectation().mismatch() + limit + ": '" + shown + "'";
        return ProbeResult.bad(Cause.ANSWER, shown, reason);
    }

    private ProbeResult noAnswer(Cause cause, String why) {
        return ProbeResult.bad(cause, "no answer", "error contacting " + url + ": " + why);
    }

    private ProbeResult inTime(ProbeResult result, Duration took) {
        Duration limit = dialogue.maxLatency();
        if (!result.isGood() || limit == null || took.compareTo(limit) <= 0) {
            return result;
        }
        String slow = "took " + Durations.format(took);
        return ProbeResult.bad(
                result.cause(),
                result.value() + ", " + slow,
                "latency contacting " + url + ": " + slow + ", more than " + Durations.format(limit));
    }

    /** The address of the command line: for all processes, or one with fields for each. */
    record SocketProbeTemplate(ProcessTemplate url, Endpoint.@Nullable Tls tls, Dialogue dialogue)
            implements ProbeTemplate {

        @Override
        public String target() {
            return url.text();
        }

        @Override
        public String expected() {
            return dialogue.expectation().toString();
        }

        @Override
        public Set<Cause> causes() {
            return EnumSet.of(Cause.CONNECT, Cause.NO_ANSWER, Cause.ANSWER);
        }

        @Override
        public boolean hasFields() {
            return url.hasFields();
        }

        @Override
        public Probe sample() {
            return new SocketProbe(SocketUrl.parse(url.sample()), tls, dialogue);
        }

        @Override
        public Probe of(ProcessInfo process) throws IndeterminateException {
            try {
                return new SocketProbe(SocketUrl.parse(url.of(process)), tls, dialogue);
            } catch (IllegalArgumentException e) {
                throw new IndeterminateException(String.valueOf(e.getMessage()));
            }
        }
    }
}
