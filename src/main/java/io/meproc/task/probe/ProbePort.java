package io.meproc.task.probe;

/**
 * The port of a probe.
 *
 * @param base from 1 to {@value #MOST}
 * @param plusIndex whether the index of the replica is added
 */
public record ProbePort(int base, boolean plusIndex) {
    public static final int MOST = 65_535;
    public static final String PLUS_INDEX = "+index";

    /** The port of a replica. */
    public int of(int index) {
        return plusIndex ? base + index : base;
    }

    /** A number, or {@code 8000+index}. */
    public String text() {
        return plusIndex ? base + PLUS_INDEX : Integer.toString(base);
    }
}
