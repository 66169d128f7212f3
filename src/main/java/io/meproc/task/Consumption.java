package io.meproc.task;

import java.time.Duration;

/**
 * What the process group of a run uses, added up over its processes.
 *
 * @param cpu processor time so far, with that of processes that have ended and were waited for
 * @param rss memory that they have, in bytes; what they share is counted for each
 * @param processes how many there are
 */
public record Consumption(Duration cpu, long rss, int processes) {
    /** With another process of the same group. */
    public Consumption plus(Consumption other) {
        return new Consumption(cpu.plus(other.cpu), rss + other.rss, processes + other.processes);
    }
}
