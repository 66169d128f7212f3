package io.meproc.task;

import io.meproc.task.limit.Size;
import java.time.Instant;

/**
 * The use of more memory than a run may have in the long term.
 *
 * @param since when it began; it has lasted for as long as {@code Replacement.after} demands
 * @param used the memory in use when it was reported
 * @param ceiling what the run may have
 */
public record Excess(Instant since, Size used, Size ceiling) {}
