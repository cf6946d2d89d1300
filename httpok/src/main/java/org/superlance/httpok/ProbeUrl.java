package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.http.Credentials;
import org.superlance.listener.util.TextSanitizer;

/**
 * A URL to check.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param target path and query as they are sent
 * @param shown the URL for people, without user and password
 */
record ProbeUrl(boolean secure, String host, int port, String target, Optional<Credentials> credentials, String shown) {

    private static final Pattern URL = Pattern.compile(
            "(https?)://(?:([^/?#]*)@)?(\\[[0-9a-f:.%]+\\]|[^/?#@:\\[\\]\\s]+)(?::(\\d{1,5}))?((?:[/?][^#]*)?)(?:#.*)?",
            Pattern.CASE_INSENSITIVE);
    private static final int MAX_PORT = 65_535;
    private static final String UNRESERVED = "-._~";

    /** @throws IllegalArgumentException with a sentence for people, which shows no password */
    static ProbeUrl parse(String text) {
        Matcher url = URL.matcher(text.strip());
        if (!url.matches()) {
            throw invalid(
                    text,
                    "write http://host:port/path, https://host:port/path, tcp://host:port,"
                            + " tls://host:port or unix:///path");
        }
        boolean secure = url.group(1).toLowerCase(Locale.ROOT).equals("https");
        int port = url.group(4) == null ? (secure ? 443 : 80) : Integer.parseInt(url.group(4));
        if (port < 1 || port > MAX_PORT) {
            throw invalid(text, "its port is not a number from 1 to 65535");
        }
        String host = url.group(3);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (!bare.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw invalid(text, "write the name of its host in ASCII (xn--…)");
        }
        return new ProbeUrl(
                secure, bare, port, target(url.group(5)), credentials(text, url), withoutLogin(text.strip()));
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
        return url.replaceFirst("//[^/?#]*@", "//");
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

    private static Optional<Credentials> credentials(String text, Matcher url) {
        try {
            return Credentials.ofUserInfo(url.group(2));
        } catch (IllegalArgumentException e) {
            // its message holds a part of the password
            throw invalid(text, "a % in user or password is not followed by two hexadecimal digits; write %25");
        }
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
