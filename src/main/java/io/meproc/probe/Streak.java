package io.meproc.probe;

/** Decides whether a probe passes: it changes after a number of equal results in a row. */
final class Streak {
    private final int successes;
    private final int failures;
    private boolean passing;
    private int against;

    /** @param passing whether it passes at the beginning */
    Streak(int successes, int failures, boolean passing) {
        this.successes = successes;
        this.failures = failures;
        this.passing = passing;
    }

    boolean passing() {
        return passing;
    }

    /** Adds a result; returns whether the decision has changed. */
    boolean changes(boolean passed) {
        against = passed == passing ? 0 : against + 1;
        if (against < (passing ? failures : successes)) {
            return false;
        }
        if (against > 0) {
            passing = !passing;
            against = 0;
            return true;
        }
        return false;
    }
}
