package org.superlance.procmon.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A request that has come completely. */
final class HttpServerRequest {

    private static final String BASIC = "basic ";

    private final String method;
    private final String target;
    private final boolean http11;
    private final Map<String, String> headers;
    private final byte[] body;

    /** @param headers their names in lower case */
    HttpServerRequest(String method, String target, boolean http11, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.http11 = http11;
        this.headers = headers;
        this.body = body;
    }

    boolean is(String wanted) {
        return method.equals(wanted);
    }

    /** Path and query, as they came. */
    String target() {
        return target;
    }

    byte[] body() {
        return body;
    }

    /** Whether another request may follow on the same connection. */
    boolean staysOpen() {
        String connection = headers.getOrDefault("connection", "");
        return http11 ? !connection.equalsIgnoreCase("close") : connection.equalsIgnoreCase("keep-alive");
    }

    /** User and password with a colon between them, if they are given. */
    Optional<String> credentials() {
        String authorization = headers.getOrDefault("authorization", "");
        if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).strip());
            return Optional.of(new String(decoded, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
