package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;
import org.superlance.listener.http.Credentials;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.HostAndPort;
import org.superlance.listener.util.TextSanitizer;

/**
 * A URL to check.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param target path and query as they are sent
 * @param shown the URL for people, without user and password
 */
record ProbeUrl(boolean secure, String host, int port, String target, Optional<Credentials> credentials, String shown) {

    /** Where a line ends for those who follow Unicode. */
    static final String LINE_ENDS = "\n\r\u0085\u2028\u2029";

    private static final String AFTER_AUTHORITY = "/?#";
    private static final int MAX_PORT = 65_535;
    private static final String UNRESERVED = "-._~";

    /** @throws IllegalArgumentException with a sentence for people, which shows no password */
    static ProbeUrl parse(String text) {
        String url = text.strip();
        boolean secure = hasScheme(url, "https");
        if (!secure && !hasScheme(url, "http")) {
            throw unknown(text);
        }
        int start = url.indexOf("//") + 2;
        int end = Ascii.indexOfAny(url, AFTER_AUTHORITY, start);
        int fragment = Ascii.indexOfAny(url, "#", end);
        if (Ascii.containsAny(url.substring(fragment), LINE_ENDS)) {
            throw unknown(text);
        }
        String authority = url.substring(start, end);
        int login = authority.lastIndexOf('@');
        HostAndPort address = address(text, authority.substring(login + 1));
        return new ProbeUrl(
                secure,
                address.host(),
                address.port().orElse(secure ? 443 : 80),
                target(url.substring(end, fragment)),
                credentials(text, authority.substring(0, Math.max(0, login))),
                withoutLogin(url));
    }

    private static HostAndPort address(String text, String address) {
        HostAndPort parsed = HostAndPort.parse(address).orElseThrow(() -> unknown(text));
        int port = parsed.port().orElse(MAX_PORT);
        if (port < 1 || port > MAX_PORT) {
            throw invalid(text, "its port is not a number from 1 to 65535");
        }
        if (!Ascii.isVisible(parsed.host())) {
            throw invalid(text, "write the name of its host in ASCII (xn--…)");
        }
        return parsed;
    }

    private static boolean hasScheme(String url, String scheme) {
        return url.toLowerCase(Locale.ROOT).startsWith(scheme + "://");
    }

    /**
     * The URL of the command line, whose fields are filled in so that a name stays within its part of the URL.
     *
     * @param text as the user wrote it: with user and password
     * @throws IllegalArgumentException with a sentence for people, which shows no password
     */
    static ProcessTemplate template(String text) {
        ProcessTemplate template =
                new ProcessTemplate(text, "the URL", ProcessTemplate.Field.OF_NAME, name -> escaped(name, UNRESERVED));
        template.validate();
        parse(template.sample());
        return template;
    }

    /** The text without what stands between {@code //} and the last {@code @} of the host part. */
    static String withoutLogin(String url) {
        for (int start = url.indexOf("//"); start >= 0; start = url.indexOf("//", start + 1)) {
            int end = Ascii.indexOfAny(url, AFTER_AUTHORITY, start + 2);
            int login = url.lastIndexOf('@', end - 1);
            if (login > start) {
                return url.substring(0, start + 2) + url.substring(login + 1);
            }
        }
        return url;
    }

    /** Percent-encodes what cannot stand in a request line. */
    static String escaped(String text, String alsoAllowed) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            boolean plain = b > ' ' && b < 0x7f && (Character.isLetterOrDigit(b) || alsoAllowed.indexOf(b) >= 0);
            escaped.append(plain ? Character.toString(b) : String.format(Locale.ROOT, "%%%02X", b & 0xff));
        }
        return escaped.toString();
    }

    private static String target(String rest) {
        String path = rest.startsWith("/") ? rest : "/" + rest;
        return escaped(path, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
    }

    private static Optional<Credentials> credentials(String text, String userInfo) {
        try {
            return Credentials.ofUserInfo(userInfo);
        } catch (IllegalArgumentException e) {
            // its message holds a part of the password
            throw invalid(text, "a % in user or password is not followed by two hexadecimal digits; write %25");
        }
    }

    private static IllegalArgumentException unknown(String text) {
        return invalid(
                text,
                "write http://host:port/path, https://host:port/path, tcp://host:port,"
                        + " tls://host:port or unix:///path");
    }

    private static IllegalArgumentException invalid(String url, String why) {
        return new IllegalArgumentException("'" + shown(url) + "' is not a valid URL: " + why);
    }

    /** A text that is no valid URL, for people: a password may hold anything, so all up to the last @ is left out. */
    static String shown(String invalid) {
        return TextSanitizer.excerpt(invalid.replaceFirst("(?s)^.*@", "…@"));
    }

    @Override
    public String toString() {
        return shown;
    }
}
