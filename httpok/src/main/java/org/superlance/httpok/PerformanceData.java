package org.superlance.httpok;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads performance data: {@code label=value[unit];[warning];[critical];[min];[max]}, separated by blanks. A label with a
 * blank or an equals sign is in single quotes, and a quote within it doubled. What is not written so is left out, and so
 * is a value of {@code U} (unknown), one that is infinite or not a number, and the second of two with the same label.
 *
 * <p>A decimal comma is taken too: plugins that follow a locale write one.
 *
 * <p>Source: the Monitoring Plugins' guidelines for developers.
 */
final class PerformanceData {

    private static final String NUMBER =
            "[-+]?+(?:\\d{1,40}+(?:[.,]\\d{0,40}+)?+|[.,]\\d{1,40}+)(?:[eE][-+]?+\\d{1,3}+)?+";
    private static final Pattern VALUE =
            Pattern.compile("(" + NUMBER + ")([\\p{L}%°²³µ/_$€][\\p{L}\\p{N}%°²³µ/_$€.^*-]{0,15}+)?+");
    private static final Pattern RANGE = Pattern.compile("@?+(?:~:|(?:" + NUMBER + ")?+:)?+(?:" + NUMBER + ")?+");
    private static final Pattern LIMIT = Pattern.compile("(?:" + NUMBER + ")?+");
    private static final Pattern HEXADECIMAL = Pattern.compile("[-+]?0[xX]\\p{XDigit}.*");
    private static final int MAX_FIELDS = 5;
    private static final double MIN_MAGNITUDE = 1e-30;
    private static final int MAX_SCALE = 40;

    private final String text;
    private final int max;
    private final Map<String, PerformanceValue> values = new LinkedHashMap<>();
    private int omitted;
    private int at;

    private PerformanceData(String text, int max) {
        this.text = text;
        this.max = max;
    }

    /**
     * The values in their order.
     *
     * @param omitted how many more there were
     */
    record Values(List<PerformanceValue> kept, int omitted) {

        Values {
            kept = List.copyOf(kept);
        }
    }

    /** @param max values that are kept */
    static Values parse(String text, int max) {
        return new PerformanceData(text, max).read();
    }

    private Values read() {
        for (skipBlanks(); at < text.length(); skipBlanks()) {
            String label = text.charAt(at) == '\'' ? quotedLabel() : plainLabel();
            String fields = at < text.length() && text.charAt(at) == '=' ? fields() : "";
            if (!label.isBlank()) {
                value(label.strip(), fields).ifPresent(this::keep);
            }
        }
        return new Values(List.copyOf(values.values()), omitted);
    }

    private void keep(PerformanceValue value) {
        if (values.size() < max) {
            values.putIfAbsent(value.label(), value);
        } else if (!values.containsKey(value.label())) {
            omitted++;
        }
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == '\u00a0';
    }

    /** Up to the equals sign, or to a blank: then it was none. */
    private String plainLabel() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '=' && !isBlank(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Without its quotes. One that is not closed makes all that follows a label without a value. */
    private String quotedLabel() {
        StringBuilder label = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'') {
                if (at + 1 == text.length() || text.charAt(at + 1) != '\'') {
                    at++;
                    return label.toString();
                }
                at++;
            }
            label.append(c);
        }
        return label.toString();
    }

    /** What follows the equals sign, up to a blank. */
    private String fields() {
        int start = ++at;
        while (at < text.length() && !isBlank(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static Optional<PerformanceValue> value(String label, String fields) {
        String[] parts = fields.split(";", MAX_FIELDS + 1);
        Matcher value = VALUE.matcher(trimmed(parts[0]));
        if (!value.matches() || HEXADECIMAL.matcher(parts[0]).matches()) {
            return Optional.empty();
        }
        String unit = value.group(2) == null ? "" : value.group(2);
        return number(value.group(1))
                .map(number -> new PerformanceValue(
                        label, number, unit, range(parts, 1), range(parts, 2), limit(parts, 3), limit(parts, 4)));
    }

    /** Some plugins put commas between values. */
    private static String trimmed(String part) {
        return part.endsWith(",") ? part.substring(0, part.length() - 1) : part;
    }

    /** Empty for what no double holds; what is next to nothing is nothing. */
    private static Optional<BigDecimal> number(String text) {
        BigDecimal number = new BigDecimal(text.replace(',', '.'));
        double magnitude = Math.abs(number.doubleValue());
        return Double.isInfinite(magnitude)
                ? Optional.empty()
                : Optional.of(magnitude < MIN_MAGNITUDE && number.scale() > MAX_SCALE ? BigDecimal.ZERO : number);
    }

    private static String range(String[] parts, int index) {
        return matching(RANGE, parts, index);
    }

    private static String limit(String[] parts, int index) {
        return matching(LIMIT, parts, index);
    }

    private static String matching(Pattern pattern, String[] parts, int index) {
        String part = index < parts.length ? trimmed(parts[index]) : "";
        return pattern.matcher(part).matches() ? part.replace(',', '.') : "";
    }
}
