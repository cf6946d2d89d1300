package org.superlance.listener.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** User and password for basic authentication; the password is never shown. */
public record Credentials(String user, String password) {

    /**
     * Reads what stands before the {@code @} of a URL, percent-encoded: {@code user} or {@code user:password}.
     *
     * @param userInfo null or empty if the URL names no user
     * @throws IllegalArgumentException whose message may hold a part of the password, if the encoding is wrong
     */
    public static Optional<Credentials> ofUserInfo(@Nullable String userInfo) {
        if (userInfo == null || userInfo.isEmpty()) {
            return Optional.empty();
        }
        int colon = userInfo.indexOf(':');
        String user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
        return Optional.of(new Credentials(user, colon < 0 ? "" : decode(userInfo.substring(colon + 1))));
    }

    private static String decode(String escaped) {
        return URLDecoder.decode(escaped.replace("+", "%2B"), UTF_8);
    }

    /** The value of the header {@code Authorization}. */
    public String header() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return user;
    }
}
