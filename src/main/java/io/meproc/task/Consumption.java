package io.meproc.task;

import java.time.Duration;

/**
 * The resources that the process group of a run uses, summed over its processes.
 *
 * @param cpu processor time so far, including that of ended processes that their parents reaped
 * @param rss resident memory in bytes; shared memory counts once for each process
 * @param processes the number of processes
 */
public record Consumption(Duration cpu, long rss, int processes) {
    public Consumption plus(Consumption other) {
        return new Consumption(cpu.plus(other.cpu), rss + other.rss, processes + other.processes);
    }
}
