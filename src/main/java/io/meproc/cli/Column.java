package io.meproc.cli;

/**
 * A column of a {@link Table}.
 *
 * @param least the width in columns of a terminal below which it is not truncated
 * @param rank columns of a higher rank are left out first on a narrow terminal; 0 is never left out
 */
record Column(String head, int least, int rank) {
    private static final int NO_LEAST = Integer.MAX_VALUE;

    /** A column that is never truncated. */
    static Column whole(String head, int rank) {
        return new Column(head, NO_LEAST, rank);
    }
}
