package io.meproc.logs;

import java.util.Optional;

/**
 * The extent of the output of a replica, or of one of its runs.
 *
 * @param begin the offset of the first byte
 * @param end the offset after the last byte; {@code begin} if nothing was written yet
 * @param size the offset after the last byte of the whole log
 * @param moved the file that the live process writes to since its log was moved, or {@code removed}; empty otherwise
 */
public record LogExtent(long begin, long end, long size, Optional<String> moved) {}
