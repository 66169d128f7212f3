package io.meproc.store;

import io.meproc.task.AuditRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit records, newest first. Instants are wall-clock time.
 *
 * @param next the cursor of the next page; null after the last page
 */
public record AuditPage(List<AuditRecord> records, @Nullable String next) {}
