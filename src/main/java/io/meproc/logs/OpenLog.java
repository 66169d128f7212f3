package io.meproc.logs;

/**
 * A log that was opened for a new run.
 *
 * @param descriptor appends to the file; its user closes it
 * @param begin the offset at which the output of the run begins
 */
public record OpenLog(int descriptor, long begin) {}
