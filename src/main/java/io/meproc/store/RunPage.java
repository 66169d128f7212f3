package io.meproc.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the history of runs, newest first.
 *
 * @param next the cursor of the next page; null after the last page
 */
public record RunPage(List<StoredRun> runs, @Nullable String next) {}
