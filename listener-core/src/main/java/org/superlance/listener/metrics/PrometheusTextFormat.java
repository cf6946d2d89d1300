package org.superlance.listener.metrics;

import java.util.List;
import java.util.Map;

/**
 * Writes metrics for Prometheus.
 *
 * <p>Source: "Text-based format" in Prometheus' documentation, "Exposition formats".
 */
final class PrometheusTextFormat {

    private static final double WHOLE = 1L << 53;

    private final List<String> common;
    private final StringBuilder text = new StringBuilder();

    /** @param common the values of {@link Metric#COMMON} */
    PrometheusTextFormat(List<String> common) {
        this.common = List.copyOf(common);
    }

    String of(Map<Metric, Map<List<String>, Double>> values) {
        values.forEach((metric, series) -> {
            if (!series.isEmpty()) {
                head(metric);
                series.forEach((labels, value) -> sample(metric, labels, value));
            }
        });
        return text.toString();
    }

    private void head(Metric metric) {
        text.append("# HELP ").append(metric.id()).append(' ');
        text.append(metric.help().replace("\\", "\\\\").replace("\n", "\\n"));
        text.append("\n# TYPE ").append(metric.id());
        text.append(metric.isCounter() ? " counter\n" : " gauge\n");
    }

    private void sample(Metric metric, List<String> labels, double value) {
        text.append(metric.id()).append('{');
        append(Metric.COMMON, common);
        append(metric.labels(), labels);
        text.setCharAt(text.length() - 1, '}');
        text.append(' ').append(number(value)).append('\n');
    }

    private void append(List<String> names, List<String> values) {
        for (int i = 0; i < names.size(); i++) {
            if (!values.get(i).isEmpty()) {
                text.append(names.get(i)).append("=\"");
                text.append(escaped(values.get(i))).append("\",");
            }
        }
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** Go reads what Java writes, but for infinity. */
    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < WHOLE;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }
}
