package org.superlance.listener.testkit;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads metrics as Prometheus does, and refuses what its parser or {@code promtool check metrics} would complain about.
 *
 * <p>Source: "Exposition formats", "Metric and label naming" in Prometheus' documentation.
 */
public final class Exposition {

    private static final Pattern HEAD = Pattern.compile("# (HELP|TYPE) ([a-z_]+) (.+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)\\{(.*)} (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-z][a-z_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[+-]?(Inf|\\d+(\\.\\d+)?(E-?\\d+)?)|NaN");
    private static final Pattern NO_BASE_UNIT =
            Pattern.compile(".*_(ms|millis|milliseconds|minutes|hours|kb|mb|kilobytes|megabytes|percent)(_.*)?");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Set<String> helped = new HashSet<>();
    private final Set<String> sampled = new LinkedHashSet<>();
    private String family = "";

    private Exposition(String text) {
        check(text.isEmpty() || text.endsWith("\n"), "the last line has no end");
        for (String line : text.isEmpty()
                ? new String[0]
                : text.substring(0, text.length() - 1).split("\n", -1)) {
            if (line.startsWith("#")) {
                head(line);
            } else {
                sample(line);
            }
        }
        check(sampled.containsAll(types.keySet()), "a metric has no sample");
    }

    /** @throws AssertionError if there is anything wrong with it */
    public static Exposition parse(String text) {
        return new Exposition(text);
    }

    /** The names of all metrics. */
    public Set<String> names() {
        return sampled;
    }

    /**
     * The value of a time series.
     *
     * @param series such as {@code up{a="1",b="2"}}, with its labels in the order of the alphabet, unescaped
     */
    public double value(String series) {
        check(samples.containsKey(series), "there is no " + series + " among " + samples.keySet());
        return samples.getOrDefault(series, Double.NaN);
    }

    /** All time series, each with its value. */
    public Map<String, Double> samples() {
        return samples;
    }

    private void head(String line) {
        Matcher head = HEAD.matcher(line);
        check(head.matches(), "no HELP and no TYPE: " + line);
        String name = head.group(2);
        check(!sampled.contains(name), "what is said of " + name + " comes after its samples");
        if (head.group(1).equals("HELP")) {
            check(helped.add(name), "HELP of " + name + " comes twice");
            check(!head.group(3).matches(".*\\\\[^\\\\n].*"), "an escape that is none: " + line);
            return;
        }
        check(types.put(name, head.group(3)) == null, "TYPE of " + name + " comes twice");
        check(head.group(3).matches("counter|gauge"), "a type that is none: " + line);
        check(head.group(3).equals("counter") == name.endsWith("_total"), "a counter ends in _total: " + line);
        check(!NO_BASE_UNIT.matcher(name).matches(), "no base unit: " + name);
        check(!name.contains("counter") && !name.contains("gauge"), "the type is in the name: " + name);
    }

    private void sample(String line) {
        Matcher sample = SAMPLE.matcher(line);
        check(sample.matches(), "no sample: " + line);
        String name = sample.group(1);
        check(types.containsKey(name) && helped.contains(name), "HELP and TYPE are missing: " + line);
        check(name.equals(family) || sampled.add(name), "the samples of " + name + " are not together");
        family = name;
        String series = name + labels(sample.group(2));
        check(NUMBER.matcher(sample.group(3)).matches(), "no number: " + line);
        double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
        check(value >= 0 || "gauge".equals(types.get(name)), "a counter below 0: " + line);
        check(samples.put(series, value) == null, "twice: " + line);
    }

    private static String labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        for (int at = 0; at < text.length(); at = label.end()) {
            check(label.find(at) && label.start() == at, "no label: " + text.substring(at));
            check(!label.group(2).isEmpty(), "a label without a value: " + text);
            check(labels.put(label.group(1), unescaped(label.group(2))) == null, "a label twice: " + text);
        }
        return labels.entrySet().stream()
                .map(entry -> entry.getKey() + "=\"" + entry.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String unescaped(String value) {
        return Pattern.compile("\\\\(.)").matcher(value).replaceAll(escape -> {
            String character = escape.group(1);
            return character.equals("n") ? "\n" : Matcher.quoteReplacement(character);
        });
    }

    private static void check(boolean right, String complaint) {
        if (!right) {
            throw new AssertionError(complaint);
        }
    }
}
