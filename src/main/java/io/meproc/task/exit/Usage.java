package io.meproc.task.exit;

import java.time.Duration;

/**
 * The resources that the leader of a run has used, including those of its reaped children; see getrusage(2).
 *
 * @param user processor time in user mode
 * @param system processor time in kernel mode
 * @param peakRss the maximum resident memory, in bytes
 * @param atMost whether {@code peakRss} is only an upper bound: before exec the process shares the supervisor's
 * memory, and the kernel includes that in the maximum
 */
public record Usage(Duration user, Duration system, long peakRss, boolean atMost) {}
