package io.meproc.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What was measured of one thing, round by round. */
final class Sample {
    private final List<double[]> rounds = new ArrayList<>();

    void add(double... round) {
        rounds.add(round);
    }

    /** Drops what the warm-up gave. */
    void forget() {
        rounds.clear();
    }

    boolean isEmpty() {
        return rounds.isEmpty();
    }

    int size() {
        return rounds.stream().mapToInt(round -> round.length).sum();
    }

    double median() {
        return quantile(0.5);
    }

    double quantile(double q) {
        return quantile(rounds.stream().flatMapToDouble(Arrays::stream).toArray(), q);
    }

    /** The ratio of the medians, and between which values that of the single rounds lay: how noisy it was. */
    String ratioTo(Sample floor) {
        if (isEmpty() || floor.isEmpty()) {
            return Row.NONE;
        }
        double[] each = new double[Math.min(rounds.size(), floor.rounds.size())];
        for (int round = 0; round < each.length; round++) {
            each[round] = quantile(rounds.get(round), 0.5) / quantile(floor.rounds.get(round), 0.5);
        }
        return text("%.2f (%.2f-%.2f)", median() / floor.median(), quantile(each, 0), quantile(each, 1));
    }

    /** Median and 99th percentile. */
    String words(String unit) {
        return isEmpty() ? Row.NONE : text("%.2f / %.2f %s", median(), quantile(0.99), unit);
    }

    private static double quantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(q * (sorted.length - 1)))];
    }

    static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
