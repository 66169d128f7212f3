package io.meproc.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the store can keep changes, and what it holds.
 *
 * @param obstacle why it can't keep changes; null if it can
 * @param since when the obstacle was found, in wall-clock time; null without one
 * @param waiting the number of records that are not kept yet
 * @param dropped the number of runs and requests that are lost, since too many waited
 * @param bytes the size of the database file
 */
public record StoreState(
        @Nullable String obstacle, @Nullable Instant since, int waiting, long dropped, long bytes) {}
