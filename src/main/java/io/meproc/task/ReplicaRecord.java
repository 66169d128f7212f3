package io.meproc.task;

import io.meproc.task.exit.End;
import io.meproc.task.exit.RequestedSignal;
import io.meproc.task.probe.Concluded;
import io.meproc.task.restart.RecentEnds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a replica as a store keeps it, from which a later service process continues.
 *
 * @param task the identity of the task, see {@link TaskRecord}
 * @param live the live run; null without one
 * @param thenStart whether the replica is started again after the stop that is in progress
 * @param until when the policy starts the replica next; null unless it backs off
 * @param restarts see {@link Counters}, like the next three
 * @param last how the last run ended; null before the first end
 * @param requested the request that ends the live run or may end it; null without one
 * @param concluded what its probes have concluded about the live run
 */
public record ReplicaRecord(
        ReplicaId replica,
        long task,
        State state,
        @Nullable RunRecord live,
        boolean thenStart,
        @Nullable Instant until,
        int restarts,
        int quickExits,
        int failures,
        RecentEnds recent,
        @Nullable End last,
        @Nullable RequestedSignal requested,
        Concluded concluded) {

    /** The record of a replica whose policy has no limit, and whose run nobody was requested to end. */
    public ReplicaRecord(
            ReplicaId replica,
            long task,
            State state,
            @Nullable RunRecord live,
            boolean thenStart,
            @Nullable Instant until,
            int restarts,
            int quickExits,
            int failures,
            @Nullable End last) {
        this(
                replica,
                task,
                state,
                live,
                thenStart,
                until,
                restarts,
                quickExits,
                failures,
                RecentEnds.NONE,
                last,
                null,
                Concluded.NOTHING);
    }

    /** The states that a store distinguishes. */
    public enum State {
        STOPPED,
        /** A start was decided: it waits for dependencies, or no process of it is known yet. */
        DUE,
        LIVE,
        BACKING_OFF,
        FINISHED,
        FAILED
    }
}
