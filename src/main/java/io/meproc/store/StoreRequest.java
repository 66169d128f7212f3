package io.meproc.store;

import io.meproc.task.Changeset;
import io.meproc.task.Timeline;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to the owner of the store. */
public sealed interface StoreRequest
        permits OutboxRequest,
                StoreRequest.Load,
                StoreRequest.Write,
                StoreRequest.Runs,
                StoreRequest.OneRun,
                StoreRequest.Audit,
                StoreRequest.State {

    /** Requests the tasks that were kept; replied to with {@link io.meproc.task.StoredTable}. Sent once, before any other. */
    record Load() implements StoreRequest {}

    /**
     * Requests to keep changes; replied to with null as soon as they are synced to disk, or with a
     * {@link io.meproc.task.Refusal} while the store can't keep changes. Refused changes are kept as soon as the store can.
     * Changes are kept in their order, and in that of the requests.
     *
     * @param awaited whether something waits for them; other changes may be put off for a short time
     * @param times converts the steady time of the records to wall-clock time
     */
    record Write(List<Changeset> changes, boolean awaited, Timeline times) implements StoreRequest {}

    /**
     * Requests a page of the runs of a task, newest first; replied to with {@link RunPage}.
     *
     * @param task the name of the task, which need not be listed any more
     * @param replica the index of a replica; null for all
     * @param causes the kinds of end causes, see {@link io.meproc.task.exit.Cause#kind}, or {@code running}; empty for all
     * @param success whether the end counts as a success; null for any, also for live runs
     * @param since the earliest begin; null for any
     * @param until the latest begin; null for any
     * @param limit the most runs in the reply, 1 to 1,000
     * @param after the cursor of the page before; null for the first page
     */
    record Runs(
            String task,
            @Nullable Integer replica,
            List<String> causes,
            @Nullable Boolean success,
            @Nullable Instant since,
            @Nullable Instant until,
            int limit,
            @Nullable String after)
            implements StoreRequest {}

    /** Requests one run by its incarnation number; replied to with {@link StoredRun}, or null if it is not kept. */
    record OneRun(long incarnation) implements StoreRequest {}

    /**
     * Requests a page of the audit records, newest first; replied to with {@link AuditPage}.
     *
     * @param task the name of a task; null for all
     * @param since the earliest time; null for any
     * @param until the latest time; null for any
     * @param limit the most records in the reply, 1 to 1,000
     * @param after the cursor of the page before; null for the first page
     */
    record Audit(
            @Nullable String task,
            @Nullable Instant since,
            @Nullable Instant until,
            int limit,
            @Nullable String after) implements StoreRequest {}

    /** Requests the state of the store; replied to with {@link StoreState}. */
    record State() implements StoreRequest {}
}
