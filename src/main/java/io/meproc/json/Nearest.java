package io.meproc.json;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The known name that is similar to an unknown one: a longer or shorter form of it, or one with few typing errors.
 *
 * <p>The client suggests its verbs and options by the same rule.
 */
final class Nearest {
    private static final int LONGEST = 64;
    /** The letters of a name for which one typing error is allowed. */
    private static final int LETTERS_FOR_AN_ERROR = 3;

    private static final int LEAST_SHORT_FORM = 3;
    private static final int FAR = Integer.MAX_VALUE;

    private Nearest() {}

    static Optional<String> of(String unknown, List<String> known) {
        String start = unknown.substring(0, Math.min(unknown.length(), LONGEST)).toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name -> distance(start, name) < FAR)
                .min(Comparator.comparingInt(name -> distance(start, name)));
    }

    private static int distance(String unknown, String known) {
        String low = known.toLowerCase(Locale.ROOT);
        String shorter = unknown.length() < low.length() ? unknown : low;
        String longer = unknown.length() < low.length() ? low : unknown;
        if (shorter.length() > 1 && longer.startsWith(shorter)) {
            return 0;
        }
        int edits = Math.abs(unknown.length() - low.length()) * LETTERS_FOR_AN_ERROR > longer.length()
                ? FAR
                : edits(unknown, low);
        return edits <= longer.length() / LETTERS_FOR_AN_ERROR
                ? edits
                : isShortForm(shorter, longer) ? longer.length() : FAR;
    }

    /** Whether one name begins as the other and has some of its letters in order, such as {@code cmd} of command. */
    private static boolean isShortForm(String one, String other) {
        if (one.length() < LEAST_SHORT_FORM || one.charAt(0) != other.charAt(0)) {
            return false;
        }
        int at = 0;
        for (int i = 0; i < other.length() && at < one.length(); i++) {
            at += one.charAt(at) == other.charAt(i) ? 1 : 0;
        }
        return at == one.length();
    }

    /** The number of letters inserted, deleted, replaced or swapped with their neighbour (optimal string alignment). */
    private static int edits(String one, String other) {
        int[][] table = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                table[i][j] = Math.max(i, j);
                if (i > 0 && j > 0) {
                    int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                    int least = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
                    table[i][j] = Math.min(least, table[i - 1][j - 1] + same);
                    if (i > 1
                            && j > 1
                            && one.charAt(i - 1) == other.charAt(j - 2)
                            && one.charAt(i - 2) == other.charAt(j - 1)) {
                        table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
                    }
                }
            }
        }
        return table[one.length()][other.length()];
    }
}
