package io.meproc.task;

import io.meproc.task.exit.Requester;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A requested change, as a store keeps it.
 *
 * @param action what was requested, in one word such as {@code stop}
 * @param replica the index of the replica; null for a whole task
 * @param detail what else describes the change; may be empty, and never holds values of the environment
 */
public record AuditRecord(
        Instant at,
        Requester by,
        String action,
        String task,
        @Nullable Integer replica,
        String detail) {}
