package org.superlance.memmon.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables of figures, and which of them are worse than they may be. */
final class BenchReport {

    private final PrintStream out;
    private final List<String> missed = new ArrayList<>();

    BenchReport(PrintStream out) {
        this.out = out;
    }

    void line(String text) {
        out.println(text);
    }

    /** Begins a table of samples. */
    void table(String what) {
        out.printf(Locale.ROOT, "%n%-26s %7s %7s %7s   beside Python%n", what, "least", "median", "most");
    }

    /** One line of it. */
    void row(String name, Samples samples, double besidePython) {
        out.printf(Locale.ROOT, "%s %15s%n", columns(name, samples), ratio(besidePython));
    }

    /** One line of a table that has nothing of Python. */
    void row(String name, Samples samples) {
        out.println(columns(name, samples));
    }

    /** Begins a table of samples whose sum counts. */
    void tableOfSums(String what) {
        out.printf(
                Locale.ROOT,
                "%n%s%n%-26s %7s %7s %7s   together   beside Python%n",
                what,
                "",
                "least",
                "median",
                "most");
    }

    /** One line of it. */
    void sum(String name, Samples samples, double besidePython) {
        out.printf(Locale.ROOT, "%s %10.0f %15s%n", columns(name, samples), samples.sum(), ratio(besidePython));
    }

    private static String columns(String name, Samples samples) {
        String format = samples.median() < 100 ? "%-26s %7.1f %7.1f %7.1f" : "%-26s %7.0f %7.0f %7.0f";
        return String.format(Locale.ROOT, format, name, samples.least(), samples.median(), samples.most());
    }

    private static String ratio(double besidePython) {
        return String.format(Locale.ROOT, besidePython < 0.1 ? "%.4f" : "%.2f", besidePython);
    }

    /** What something needs beside Python, and how much it may. */
    void expectRatio(String what, double ratio, double limit) {
        if (ratio > limit) {
            missed.add(String.format(
                    Locale.ROOT, "%s takes %s times what Python takes; wanted: %s", what, ratio(ratio), ratio(limit)));
        }
    }

    /** What something takes, and how much it may on a machine that does nothing else. */
    void expectAtMost(String what, double value, double limit, String unit) {
        if (value > limit) {
            missed.add(String.format(Locale.ROOT, "%s takes %.1f %s; wanted: %.0f", what, value, unit, limit));
        }
    }

    /** Prints what was missed; returns the exit status. */
    int finish() {
        missed.forEach(sentence -> out.println("missed: " + sentence));
        return missed.isEmpty() ? 0 : 1;
    }
}
