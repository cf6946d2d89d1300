package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.http.Credentials;
import org.superlance.listener.supervisor.Namespec;
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

    /** @throws IllegalArgumentException with a sentence for people, which shows no password */
    static ProbeUrl parse(String text) {
        Matcher url = URL.matcher(text.strip());
        if (!url.matches()) {
            throw invalid(text, "write http://host:port/path or https://host:port/path");
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
        // a password may hold anything, so all up to the last @ is left out
        String shown = TextSanitizer.excerpt(url.replaceFirst("(?s)^.*@", "…@"));
        return new IllegalArgumentException("'" + shown + "' is not a valid URL: " + why);
    }

    @Override
    public String toString() {
        return shown;
    }

    /**
     * The URL of the command line, which may hold a process's names and number as supervisord itself writes them.
     *
     * @param text as the user wrote it: with user and password
     */
    record Template(String text) {

        private static final Pattern FIELD =
                Pattern.compile("%\\((?:(program_name|group_name)\\)s|(process_num)\\)(?:0?(\\d))?d)");
        private static final Pattern NUMBERED = Pattern.compile("(.*?)[_.:-]?(\\d{1,9})");
        private static final String UNRESERVED = "-._~";

        /** @throws IllegalArgumentException with a sentence for people, which shows no password */
        void validate() {
            String filled = fill(new Namespec("group", "name_1"));
            if (filled.contains("%(")) {
                throw new IllegalArgumentException("unknown field in the URL: known are %(process_num)d,"
                        + " %(process_num)02d, %(program_name)s and %(group_name)s");
            }
            ProbeUrl.parse(filled);
        }

        boolean hasFields() {
            return text.contains("%(");
        }

        /** The URL of some process that has a number. */
        ProbeUrl sample() {
            return of(new Namespec("group", "name_1")).orElseThrow();
        }

        /** The URL of one process; empty if it needs a number and the process's name ends with none. */
        Optional<ProbeUrl> of(Namespec name) {
            boolean needsNumber = text.contains("%(process_num)");
            return needsNumber && !NUMBERED.matcher(name.name()).matches()
                    ? Optional.empty()
                    : Optional.of(ProbeUrl.parse(fill(name)));
        }

        /** For people: without user and password. */
        @Override
        public String toString() {
            return ProbeUrl.withoutLogin(text);
        }

        private String fill(Namespec name) {
            Matcher numbered = NUMBERED.matcher(name.name());
            boolean hasNumber = numbered.matches();
            String program = hasNumber && !numbered.group(1).isEmpty() ? numbered.group(1) : name.name();
            long number = hasNumber ? Long.parseLong(numbered.group(2)) : 0;
            return FIELD.matcher(text)
                    .replaceAll(field -> Matcher.quoteReplacement(value(field, name.group(), program, number)));
        }

        private static String value(MatchResult field, String group, String program, long number) {
            if (field.group(1) != null) {
                return ProbeUrl.escaped(field.group(1).equals("group_name") ? group : program, UNRESERVED);
            }
            return field.group(3) == null || field.group(3).equals("0")
                    ? Long.toString(number)
                    : String.format(Locale.ROOT, "%0" + field.group(3) + "d", number);
        }
    }
}
