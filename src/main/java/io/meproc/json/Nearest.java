package io.meproc.json;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The known name that is most like an unknown one: one that begins alike to its end, or else by edit distance. */
final class Nearest {
    private static final int LONGEST = 64;

    private Nearest() {}

    static String of(String unknown, List<String> known) {
        String start = unknown.substring(0, Math.min(unknown.length(), LONGEST)).toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(name -> begins(start, name) ? 0 : distance(start, name)))
                .orElse("");
    }

    /** Whether one is the other, cut short or grown: {@code environment}, {@code stop_signal}. */
    private static boolean begins(String unknown, String known) {
        return unknown.startsWith(known) || (!unknown.isEmpty() && known.startsWith(unknown));
    }

    /** Levenshtein's distance, one row at a time. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
