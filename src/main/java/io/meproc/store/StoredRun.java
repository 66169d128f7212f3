package io.meproc.store;

import io.meproc.task.RunRecord;

/**
 * A run in the history. Instants are wall-clock time.
 *
 * @param node the node that it ran on
 */
public record StoredRun(RunRecord run, String node) {}
