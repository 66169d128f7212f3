package io.meproc.task.exit;

import java.time.Duration;

/**
 * What the leader of a run has used, with those of its children that it has waited for; see getrusage(2).
 *
 * @param user processor time in the program
 * @param system processor time in the kernel on its behalf
 * @param peakRss the most memory it had at a time, in bytes
 * @param atMost the kernel counts the supervisor's own memory in, which the process shared for the moment before it
 *     became a program; when that was more than the program ever had, {@code peakRss} is only a bound
 */
public record Usage(Duration user, Duration system, long peakRss, boolean atMost) {}
