package org.superlance.httpok;

import java.math.BigDecimal;
import org.superlance.listener.util.TextSanitizer;

/**
 * One value of a plugin's performance data, as the plugin gives it: {@code time=0.019s;2;8;0;10}.
 *
 * <p>Source: the Monitoring Plugins' guidelines for developers.
 *
 * @param label printable, not empty, of at most {@link #MAX_LABEL} characters
 * @param value finite
 * @param unit such as {@code s}, {@code ms}, {@code %}, {@code B}, {@code MB} or {@code c}; empty for a plain number
 * @param warning the range outside of which it is a warning, such as {@code 10} or {@code @5:20}; empty if not given
 * @param critical the same for what is critical
 * @param min the lowest possible value; empty if not given
 * @param max the highest possible value; empty if not given
 */
record PerformanceValue(
        String label, BigDecimal value, String unit, String warning, String critical, String min, String max) {

    static final int MAX_LABEL = 100;

    PerformanceValue {
        label = TextSanitizer.singleLine(label, MAX_LABEL);
    }

    /** As a plugin writes it, with another label. */
    String text(String shown) {
        String data = quoted(shown) + "=" + value.toPlainString() + unit + ";" + warning + ";" + critical + ";" + min
                + ";" + max;
        return data.replaceFirst(";+$", "");
    }

    private static String quoted(String label) {
        boolean plain = label.chars().noneMatch(c -> c <= ' ' || c == '\'' || c == '=' || c == '|');
        // a bar would begin the data anew, also within quotes
        return plain ? label : "'" + label.replace("'", "''").replace('|', '/') + "'";
    }
}
