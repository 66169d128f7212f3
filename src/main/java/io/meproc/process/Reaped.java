package io.meproc.process;

import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Usage;
import org.jspecify.annotations.Nullable;

/** What a dead child's parent is told. {@code usage} is null when somebody else was told. */
record Reaped(ExitStatus status, @Nullable Usage usage) {}
