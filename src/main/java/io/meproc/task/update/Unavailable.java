package io.meproc.task.update;

/**
 * The number of replicas that an update may have out of service at a time.
 *
 * @param number at least 1
 * @param percent whether the number is a percentage of the replicas, of which at least one replica is allowed
 */
public record Unavailable(int number, boolean percent) {
    public static final Unavailable ONE = new Unavailable(1, false);
    public static final int MAX_PERCENT = 100;

    /** The number for this many replicas, rounded down, and at least 1. */
    public int of(int replicas) {
        return percent ? (int) Math.max(1, (long) replicas * number / MAX_PERCENT) : number;
    }

    /** The text in requests: {@code 2} or {@code 25%}. */
    public String text() {
        return percent ? number + "%" : Integer.toString(number);
    }
}
