package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Tells requests of the page itself from those that another page makes a browser send: by a token that only the page knows,
 * and by what the browser says of their origin. A server that asks for no login also answers only to names that are
 * certainly its own, because another page may give its own name our address (DNS rebinding). For all threads.
 */
final class RequestGuard {

    private static final int TOKEN_BYTES = 24;
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.%]+]");
    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

    private final String token;
    private final Set<String> ownNames = ConcurrentHashMap.newKeySet();
    private volatile boolean anyName = true;

    RequestGuard(SecureRandom random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        token = HexFormat.of().formatHex(bytes);
    }

    /** What each form of the page holds. */
    String token() {
        return token;
    }

    /** A port is served without a login: from now on, only these names, and addresses, are answered to. */
    void restrictHosts(String... names) {
        for (String name : names) {
            ownNames.add(name.toLowerCase(Locale.ROOT));
        }
        anyName = false;
    }

    /** Whether it was sent to a name of this server. */
    boolean isForThisServer(HttpServerRequest request) {
        String host = request.header("Host").orElse("").toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
        return anyName
                || host.isEmpty()
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || ownNames.contains(host)
                || ADDRESS.matcher(host).matches();
    }

    /**
     * Whether a browser has sent it to a name that may not be ours. Other clients may use any name, as they may with
     * supervisord: no page can make them. A browser shows by headers that no script can change.
     */
    boolean isRebound(HttpServerRequest request) {
        boolean browser = request.header("Origin").isPresent()
                || request.header("Sec-Fetch-Mode").isPresent()
                || request.header("Accept-Encoding")
                        .filter(encodings -> encodings.contains("deflate"))
                        .isPresent();
        return browser && !isForThisServer(request);
    }

    /** Whether a page of another site has made a browser send it. */
    boolean isForeign(HttpServerRequest request) {
        Optional<String> site = request.header("Sec-Fetch-Site");
        if (site.isPresent() && !SAME_SITE.contains(site.get())) {
            return true;
        }
        return request.header("Origin")
                .filter(origin ->
                        !authority(origin).equals(request.header("Host").map(host -> host.toLowerCase(Locale.ROOT))))
                .isPresent();
    }

    boolean isToken(String given) {
        return MessageDigest.isEqual(token.getBytes(US_ASCII), given.getBytes(UTF_8));
    }

    /** Host and port; a proxy in front may speak HTTPS. Empty for the origin {@code null}. */
    private static Optional<String> authority(String origin) {
        int begin = origin.indexOf("://");
        return begin < 0
                ? Optional.empty()
                : Optional.of(origin.substring(begin + 3).toLowerCase(Locale.ROOT));
    }
}
