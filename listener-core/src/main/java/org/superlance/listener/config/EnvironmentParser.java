package org.superlance.listener.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the value of {@code environment=}: {@code KEY="value",KEY2=value2}. A value with anything but letters, digits
 * and {@code _/.+-():} belongs in quotes, inside which a backslash is a backslash. Pairs are separated by a comma; any
 * other single word or character in its place is taken for one, as the semicolon in {@code A=1;B=2}.
 *
 * <p>Source: supervisord 4.2's configuration file, {@code environment}; Python's {@code shlex}.
 */
final class EnvironmentParser {

    private static final String WORD_CHARACTERS = "_/.+-():";
    private static final String SPACE = " \t\r\n";

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int at;

    private EnvironmentParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException with a sentence for an operator if the text is no list of pairs */
    static Map<String, String> parse(String text) {
        List<String> tokens = new EnvironmentParser(text).tokens();
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int pair = 0; pair < tokens.size(); pair += 4) {
            if (tokens.size() < pair + 3 || !tokens.get(pair + 1).equals("=")) {
                throw refusal(pairs);
            }
            pairs.put(tokens.get(pair), unquoted(tokens.get(pair + 2)));
        }
        return pairs;
    }

    /** The rest of the text may hold a password. */
    private static IllegalArgumentException refusal(Map<String, String> pairs) {
        return new IllegalArgumentException(
                "expected KEY=\"value\" after " + pairs.keySet() + "; separate pairs by commas and quote values");
    }

    private static String unquoted(String token) {
        int start = 0;
        int end = token.length();
        while (start < end && isQuote(token.charAt(start))) {
            start++;
        }
        while (end > start && isQuote(token.charAt(end - 1))) {
            end--;
        }
        return token.substring(start, end);
    }

    private List<String> tokens() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (SPACE.indexOf(c) >= 0) {
                at++;
            } else if (c == '#') {
                skipLine();
            } else if (isQuote(c)) {
                tokens.add(quoted(c));
            } else if (isWord(c)) {
                tokens.add(word());
            } else {
                int length = Character.charCount(text.codePointAt(at));
                tokens.add(text.substring(at, at + length));
                at += length;
            }
        }
        return tokens;
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
    }

    private String quoted(char quote) {
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw new IllegalArgumentException("it has a " + quote + " that is not closed; close it");
        }
        String token = text.substring(at, end + 1);
        at = end + 1;
        return token;
    }

    /** A quote inside a word is a character like others. */
    private String word() {
        int start = at;
        while (at < text.length() && (isWord(text.charAt(at)) || isQuote(text.charAt(at)))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isWord(char c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || WORD_CHARACTERS.indexOf(c) >= 0;
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }
}
