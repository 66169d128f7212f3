package io.meproc.task;

import java.time.Duration;
import java.time.Instant;

/**
 * A time in which the service did not run.
 *
 * @param until when it ran again; steady time
 * @param suspended whether the machine was suspended, and not only this process
 * @param count the number of such times since the start of the service
 */
public record Freeze(Instant until, Duration length, boolean suspended, int count) {}
