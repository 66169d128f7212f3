package io.meproc.process.watch;

import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The result of reaping a child.
 *
 * @param usage null if another thread reaped the child
 */
public record Reaped(ExitStatus status, @Nullable Usage usage) {}
