package io.meproc.logs;

import java.util.Optional;

/**
 * The extent of a log.
 *
 * @param begin the offset of the first byte
 * @param end the offset after the last byte; {@code begin} if nothing was written yet
 * @param moved the file that the live process writes to since its log was moved, or {@code removed}; empty otherwise
 */
public record LogExtent(long begin, long end, Optional<String> moved) {}
