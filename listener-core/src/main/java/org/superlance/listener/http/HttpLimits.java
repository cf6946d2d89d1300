package org.superlance.listener.http;

import java.time.Duration;

/**
 * What one call may cost.
 *
 * @param connect time for the connection to be made, name lookup and TLS handshake included
 * @param total time for everything, up to the last byte of the answer
 * @param maxBody bytes of the body of the answer
 * @param maxHead bytes of everything else in the answer
 */
public record HttpLimits(Duration connect, Duration total, long maxBody, int maxHead) {

    private static final int DEFAULT_MAX_HEAD = 64 * 1024;

    public HttpLimits {
        if (connect.isNegative() || connect.isZero() || total.isNegative() || total.isZero()) {
            throw new IllegalArgumentException("a time limit must be positive");
        }
        if (maxBody < 0 || maxHead <= 0) {
            throw new IllegalArgumentException("a size limit must be positive");
        }
    }

    public HttpLimits(Duration connect, Duration total, long maxBody) {
        this(connect, total, maxBody, DEFAULT_MAX_HEAD);
    }
}
