package org.superlance.listener.http;

import java.io.IOException;

/** One request over one connection, and the answer to it. */
final class HttpExchange {

    private final HttpFailureMessages messages;
    private final HttpConnection connection;
    private final HttpLimits limits;
    private final CallTimeout timeout;

    HttpExchange(HttpFailureMessages messages, HttpConnection connection, HttpLimits limits, CallTimeout timeout) {
        this.messages = messages;
        this.connection = connection;
        this.limits = limits;
        this.timeout = timeout;
    }

    /** @param idle where the connection goes when the answer was read, if it may be kept */
    HttpResponse perform(HttpRequest request, ConnectionPool idle, boolean keepAlive) throws HttpFailure {
        timeout.register(connection);
        try {
            connection.send(request.encode(messages.endpoint().hostHeader(), keepAlive));
            ResponseParser lines = new ResponseParser(connection.in(), limits.maxHead(), messages);
            ResponseHead responseHead = lines.read();
            BodyFraming bodyFraming = BodyFraming.of(responseHead, request, connection.in(), lines, messages);
            LimitedBody body = new LimitedBody(bodyFraming.body(), this, limits.maxBody());
            boolean reusable = keepAlive && responseHead.isKeepAlive() && !bodyFraming.endsByClosing();
            return new HttpResponse(
                    responseHead, body, connection.peerCertificates(), () -> end(idle, reusable && body.isComplete()));
        } catch (IOException e) {
            throw toFailure(e);
        }
    }

    /** What an exception means, given what came and whether time was up. */
    HttpFailure toFailure(IOException e) {
        return switch (timeout.state()) {
            case EXPIRED -> messages.timedOut(timeout.limit(), connection.received());
            case ABORTED -> messages.closed(true);
            case RUNNING, FINISHED ->
                e instanceof HttpFailure known ? known : messages.prematureEof(connection.received(), e);
        };
    }

    HttpFailure tooLarge(long limit) {
        return messages.tooLarge(limit);
    }

    private void end(ConnectionPool idle, boolean reusable) {
        if (timeout.finish() && reusable && !connection.hasUnreadData()) {
            idle.release(connection);
        } else {
            ConnectionPool.discard(connection);
        }
    }
}
