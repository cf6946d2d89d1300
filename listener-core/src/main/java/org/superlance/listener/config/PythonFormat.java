package org.superlance.listener.config;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expands {@code %(NAME)s} and {@code %%} as the operator {@code %} of Python does with named values.
 *
 * <p>Source: printf-style string formatting of Python 3. Widths of more than three digits are refused, and so are the
 * conversions {@code g} and {@code c}, which mean nothing here.
 */
final class PythonFormat {

    private final String text;
    private final Function<String, Optional<Object>> values;

    private PythonFormat(String text, Function<String, Optional<Object>> values) {
        this.text = text;
        this.values = values;
    }

    /**
     * Expands the text.
     *
     * @param values finds the value of a name, a text or a {@link Long}
     * @throws IllegalArgumentException with the predicate of a sentence, such as {@code refers to %(x)s, which …}
     */
    static String expand(String text, Function<String, Optional<Object>> values) {
        return text.indexOf('%') < 0 ? text : new PythonFormat(text, values).expand();
    }

    private String expand() {
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', at)) {
            expanded.append(text, at, percent);
            if (text.startsWith("%%", percent)) {
                expanded.append('%');
                at = percent + 2;
                continue;
            }
            Matcher reference = Reference.PATTERN.matcher(text).region(percent, text.length());
            if (!reference.lookingAt()) {
                throw new IllegalArgumentException("has a % that starts no %(NAME)s; write %% for a percent sign");
            }
            expanded.append(new Reference(reference).format(values));
            at = reference.end();
        }
        return expanded.append(text.substring(at)).toString();
    }

    /** One {@code %(NAME)s}. */
    private record Reference(String name, String flags, int width, int precision, char conversion) {

        static final Pattern PATTERN = Pattern.compile(
                "%\\((?<name>[^()]*)\\)(?<flags>[-#0 +]{0,5})(?<width>\\d{0,3})(?:\\.(?<precision>\\d{0,3}))?[hlL]?"
                        + "(?<conversion>[a-zA-Z%])");

        private static final int NONE = -1;

        Reference(Matcher reference) {
            this(
                    reference.group("name"),
                    reference.group("flags"),
                    number(reference.group("width")),
                    reference.group("precision") == null ? NONE : number(reference.group("precision")),
                    reference.group("conversion").charAt(0));
        }

        private static int number(String digits) {
            return digits.isEmpty() ? 0 : Integer.parseInt(digits);
        }

        String format(Function<String, Optional<Object>> values) {
            if (conversion == '%') {
                return "%";
            }
            Object value = values.apply(name)
                    .orElseThrow(() -> new IllegalArgumentException("refers to %(" + name
                            + ")s, which is not defined; for %(ENV_X)s set X in the environment"));
            return switch (conversion) {
                case 's' -> padded("", cut(value.toString()), false);
                case 'r', 'a' -> padded("", cut(value instanceof Long ? value.toString() : quoted(value)), false);
                case 'd', 'i', 'u' -> whole(value, 10, "");
                case 'o' -> whole(value, 8, "0o");
                case 'x' -> whole(value, 16, "0x");
                case 'X' -> whole(value, 16, "0x").toUpperCase(Locale.ROOT);
                case 'e', 'E', 'f', 'F' -> fraction(value);
                default ->
                    throw new IllegalArgumentException(
                            "has a %(" + name + ")" + conversion + ", which is no format; write %(" + name + ")s");
            };
        }

        private String cut(String shown) {
            int points = shown.codePointCount(0, shown.length());
            return precision == NONE || precision >= points
                    ? shown
                    : shown.substring(0, shown.offsetByCodePoints(0, precision));
        }

        private static String quoted(Object value) {
            String escaped = value.toString().replace("\\", "\\\\").replace("\n", "\\n");
            return escaped.contains("'") && !escaped.contains("\"")
                    ? '"' + escaped + '"'
                    : "'" + escaped.replace("'", "\\'") + "'";
        }

        private long requireNumber(Object value) {
            if (value instanceof Long number) {
                return number;
            }
            throw new IllegalArgumentException("formats %(" + name
                    + ")s as a number, but only process_num and numprocs are numbers; write %(" + name + ")s");
        }

        private String whole(Object value, int radix, String prefix) {
            long number = requireNumber(value);
            String digits = Long.toUnsignedString(Math.abs(number), radix);
            String zeros = "0".repeat(Math.max(0, precision - digits.length()));
            return padded(sign(number < 0) + (flags.contains("#") ? prefix : ""), zeros + digits, true);
        }

        private String fraction(Object value) {
            long number = requireNumber(value);
            String shown = String.format(
                    Locale.ROOT,
                    "%." + (precision == NONE ? 6 : precision) + (conversion == 'F' ? 'f' : conversion),
                    (double) Math.abs(number));
            return padded(sign(number < 0), shown, true);
        }

        private String sign(boolean negative) {
            if (negative) {
                return "-";
            }
            return flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        }

        /** @param numeric whether the flag 0 applies */
        private String padded(String prefix, String shown, boolean numeric) {
            int missing = Math.max(0, width - prefix.length() - shown.codePointCount(0, shown.length()));
            if (flags.contains("-")) {
                return prefix + shown + " ".repeat(missing);
            }
            return numeric && flags.contains("0")
                    ? prefix + "0".repeat(missing) + shown
                    : " ".repeat(missing) + prefix + shown;
        }
    }
}
