package org.superlance.listener.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the value of {@code environment=}: {@code KEY="value",KEY2=value2}. A value with anything but letters, digits
 * and {@code _/.+-():} belongs in quotes, inside which a backslash is a backslash.
 *
 * <p>Source: supervisord 4.2's configuration file, {@code environment}.
 */
public final class EnvironmentParser {

    private static final Pattern PAIR =
            Pattern.compile("\\s*([^\\s=,\"']+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s,\"']+))\\s*(?:,|$)");

    private EnvironmentParser() {}

    /** @throws IllegalArgumentException with a sentence for people if the text is no list of pairs */
    public static Map<String, String> parse(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Matcher pair = PAIR.matcher(text.stripTrailing());
        int at = 0;
        while (at < pair.regionEnd()) {
            pair.region(at, text.stripTrailing().length());
            if (!pair.lookingAt()) {
                // the rest may hold a password
                throw new IllegalArgumentException("after " + pairs.keySet()
                        + " comes no KEY=\"value\"; write pairs with commas between them, and values in quotes");
            }
            pairs.put(pair.group(1), value(pair));
            at = pair.end();
        }
        return pairs;
    }

    private static String value(Matcher pair) {
        for (int group = 2; group <= 4; group++) {
            if (pair.group(group) != null) {
                return pair.group(group);
            }
        }
        return "";
    }
}
