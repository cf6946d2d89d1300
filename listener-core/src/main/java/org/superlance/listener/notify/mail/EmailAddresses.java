package org.superlance.listener.notify.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.TextSanitizer;

/** Lists of mail addresses as they are written on a command line. */
public final class EmailAddresses {

    private static final int MAX_LENGTH = 10_000;
    private static final String ONE = "(?:[^,\"]|\"[^\"]*+\")++";
    private static final String LOCAL_NAME = "[A-Za-z0-9][A-Za-z0-9._+-]*";

    private EmailAddresses() {}

    /**
     * Splits a list at its commas: {@code ops@example.com, root, "Doe, Ann" <ann@example.com>}. Empty entries are
     * ignored; a name without a host is a local user.
     *
     * @throws IllegalArgumentException with a sentence that names what is no address, or if the list is empty
     */
    public static List<String> parse(String list) {
        if (list.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a list of mail addresses has at most " + MAX_LENGTH + " characters");
        }
        if (isPlain(list)) {
            return List.of(list);
        }
        if (list.chars().filter(c -> c == '"').count() % 2 != 0) {
            throw bad(list);
        }
        List<String> addresses = Pattern.compile(ONE)
                .matcher(list)
                .results()
                .map(MatchResult::group)
                .filter(one -> !one.isBlank())
                .map(EmailAddresses::check)
                .toList();
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + TextSanitizer.singleLine(list, 100) + "' has no mail address in it");
        }
        return addresses;
    }

    /**
     * Whether it is letters and digits with a mark between them here and there, which is certainly valid. Jakarta Mail, which
     * handles all others, would be most of what a listener loads at its start, and a regular expression a tenth.
     */
    private static boolean isPlain(String text) {
        boolean inDomain = false;
        boolean afterMark = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean mark = !isAlphanumeric(c);
            if (mark && (afterMark || (inDomain ? ".-" : "._+-@").indexOf(c) < 0)) {
                return false;
            }
            inDomain |= c == '@';
            afterMark = mark;
        }
        return !afterMark;
    }

    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** One address, without the spaces around it; refuses whatever could add a header or a recipient. */
    static String check(String text) {
        if (isPlain(text)) {
            return text;
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw bad(text);
        }
        String ascii = withAsciiDomain(text.strip());
        InternetAddress address = internet(ascii);
        String plain = address.getAddress();
        boolean printable = plain != null && plain.chars().allMatch(c -> c > ' ' && c < 127);
        if (!printable || address.isGroup() || !(plain.matches(LOCAL_NAME) || isValid(plain))) {
            throw bad(text);
        }
        return ascii;
    }

    /** The same with the domain as mail servers know it: {@code bücher.example} is {@code xn--bcher-kva.example}. */
    private static String withAsciiDomain(String text) {
        int begin = text.lastIndexOf('@') + 1;
        int bracket = text.indexOf('>', begin);
        int end = bracket < 0 ? text.length() : bracket;
        String domain = text.substring(begin, end);
        if (begin == 0 || domain.chars().allMatch(c -> c < 128)) {
            return text;
        }
        try {
            String converted = IDN.toASCII(Normalizer.normalize(domain, Normalizer.Form.NFC), IDN.USE_STD3_ASCII_RULES);
            return text.substring(0, begin) + converted + text.substring(end);
        } catch (IllegalArgumentException e) {
            throw bad(text, e);
        }
    }

    /** The address as Jakarta Mail has it. */
    static InternetAddress internet(String text) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(text, false);
            if (addresses.length == 1) {
                return addresses[0];
            }
        } catch (AddressException e) {
            throw bad(text, e);
        }
        throw bad(text);
    }

    private static boolean isValid(String plain) {
        try {
            new InternetAddress(plain, true).validate();
            return plain.indexOf('@') > 0;
        } catch (AddressException e) {
            return false;
        }
    }

    private static IllegalArgumentException bad(String text) {
        return bad(text, null);
    }

    private static IllegalArgumentException bad(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'" + TextSanitizer.singleLine(text, 100)
                        + "' is not a mail address; write user@host, or a local user's name",
                cause);
    }
}
