package io.meproc.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The known names that are similar to an unknown one: longer or shorter forms of it, or names with few typing errors. */
public final class Nearest {
    private static final int LONGEST = 256;
    private static final int MOST = 3;
    /** The letters of a name for which one typing error is allowed. */
    private static final int LETTERS_FOR_AN_ERROR = 3;

    private static final int LEAST_SHORT_FORM = 3;
    private static final int FAR = Integer.MAX_VALUE;

    private Nearest() {}

    /** The most similar names, in the order of {@code known}: at most three, none if no name is similar. */
    public static List<String> of(String unknown, Collection<String> known) {
        String start = unknown.substring(0, Math.min(unknown.length(), LONGEST)).toLowerCase(Locale.ROOT);
        int best = known.stream().mapToInt(name -> distance(start, name)).min().orElse(FAR);
        return known.stream()
                .filter(name -> best < FAR && distance(start, name) == best)
                .limit(MOST)
                .toList();
    }

    /** {@code ; did you mean 'a' or 'b'?}; empty if no name is similar. */
    public static String question(String unknown, Collection<String> known) {
        return question(
                of(unknown, known).stream().map(name -> "'" + name + "'").toList());
    }

    /** {@code ; did you mean --a or --b?} for option names without their hyphens; empty if no name is similar. */
    public static String questionOfOptions(String unknown, Collection<String> known) {
        return question(of(unknown, known).stream().map(name -> "--" + name).toList());
    }

    private static String question(List<String> names) {
        return names.isEmpty() ? "" : "; did you mean " + String.join(" or ", names) + "?";
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
