package org.superlance.listener.http;

import java.io.IOException;

/** One request over one connection, and the answer to it. */
final class Exchange {

    private final Failures failures;
    private final HttpConnection connection;
    private final HttpLimits limits;
    private final Deadline deadline;

    Exchange(Failures failures, HttpConnection connection, HttpLimits limits, Deadline deadline) {
        this.failures = failures;
        this.connection = connection;
        this.limits = limits;
        this.deadline = deadline;
    }

    /** @param idle where the connection goes when the answer was read, if it may be kept */
    HttpResponse perform(HttpRequest request, IdleConnections idle, boolean keepAlive) throws HttpFailure {
        deadline.hold(connection);
        try {
            connection.send(request.encode(failures.endpoint().hostHeader(), keepAlive));
            HeadReader lines = new HeadReader(connection.in(), limits.maxHead(), failures);
            Head head = lines.read();
            Framing framing = Framing.of(head, request, connection.in(), lines, failures);
            AnswerBody body = new AnswerBody(framing.body(), this, limits.maxBody());
            boolean reusable = keepAlive && head.staysOpen() && !framing.endsByClosing();
            return new HttpResponse(head, body, connection.peer(), () -> end(idle, reusable && body.isComplete()));
        } catch (IOException e) {
            throw explain(e);
        }
    }

    /** What an exception means, given what came and whether time was up. */
    HttpFailure explain(IOException e) {
        return switch (deadline.state()) {
            case EXPIRED -> failures.timedOut(deadline.limit(), connection.received());
            case ABORTED -> failures.closed(true);
            case RUNNING, OVER -> e instanceof HttpFailure known ? known : failures.cutOff(connection.received(), e);
        };
    }

    HttpFailure tooLarge(long limit) {
        return failures.tooLarge(limit);
    }

    private void end(IdleConnections idle, boolean reusable) {
        if (deadline.finish() && reusable && !connection.hasLeftovers()) {
            idle.give(connection);
        } else {
            IdleConnections.discard(connection);
        }
    }
}
