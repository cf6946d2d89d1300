package org.superlance.memmon.bench;

import java.util.Arrays;

/** What was measured some times, in ascending order. */
final class Samples {

    private final double[] sorted;

    private Samples(double[] sorted) {
        this.sorted = sorted;
    }

    static Samples of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Samples(sorted);
    }

    double least() {
        return sorted[0];
    }

    double median() {
        return sorted[sorted.length / 2];
    }

    double most() {
        return sorted[sorted.length - 1];
    }

    double sum() {
        return Arrays.stream(sorted).sum();
    }
}
