package io.meproc.cli;

import java.util.Collection;
import java.util.List;

/** Words that may have been meant by one that is not known. */
final class Nearest {
    private static final int MOST = 3;
    private static final int FAR = 3;

    private Nearest() {}

    /** "; did you mean 'a' or 'b'?", or nothing. */
    static String question(String wrong, Collection<String> known) {
        int best = known.stream().mapToInt(word -> distance(wrong, word)).min().orElse(FAR);
        List<String> near = known.stream()
                .filter(word -> best < FAR && distance(wrong, word) == best)
                .limit(MOST)
                .map(word -> "'" + word + "'")
                .toList();
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }

    /** Letters to change, or 0 if one is the beginning of the other; far if half of the letters differ. */
    private static int distance(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return FAR;
        } else if (other.startsWith(one) || one.startsWith(other)) {
            return 0;
        } else if (Math.abs(one.length() - other.length()) >= FAR) {
            return FAR;
        }
        int edits = edits(one, other);
        return 2 * edits > Math.max(one.length(), other.length()) ? FAR : edits;
    }

    /** Letters inserted, deleted, replaced or swapped with their neighbour (optimal string alignment). */
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
