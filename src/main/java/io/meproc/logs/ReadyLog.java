package io.meproc.logs;

import java.nio.file.Path;

/**
 * A log that is ready to be opened by its name for a new run.
 *
 * @param begin the offset at which the output of the run begins
 */
public record ReadyLog(Path file, long begin) {}
