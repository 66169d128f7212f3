package io.meproc.task;

import java.time.Duration;

/**
 * The use of resources by the processes of a run, as its control group counts it.
 *
 * @param memory in bytes, with the page cache
 * @param pressure the share of the last 10 s in which a process waited for memory, in percent, see the kernel's accounting/psi.rst
 * @param pids the number of processes and threads
 * @param throttled how long the processes were paused because of the limit of processor time
 */
public record GroupUse(long memory, double pressure, long pids, Duration throttled) {}
