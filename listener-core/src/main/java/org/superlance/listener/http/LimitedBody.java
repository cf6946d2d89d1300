package org.superlance.listener.http;

import java.io.IOException;
import java.io.InputStream;

/** The body as callers see it: never larger than the limit, and failing with an {@link HttpFailure} only. */
final class LimitedBody extends InputStream {

    private final InputStream body;
    private final HttpExchange httpExchange;
    private final long limit;
    private long count;
    private boolean complete;

    LimitedBody(InputStream body, HttpExchange httpExchange, long limit) {
        this.body = body;
        this.httpExchange = httpExchange;
        this.limit = limit;
    }

    /** Whether it was read to its end. */
    boolean isComplete() {
        return complete;
    }

    @Override
    public int read() throws HttpFailure {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws HttpFailure {
        try {
            int read = body.read(buffer, offset, length);
            complete |= read < 0;
            count += Math.max(read, 0);
            if (count > limit) {
                throw httpExchange.tooLarge(limit);
            }
            return read;
        } catch (IOException e) {
            throw httpExchange.toFailure(e);
        }
    }
}
