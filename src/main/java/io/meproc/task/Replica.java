package io.meproc.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A replica's state and what it has been through. */
public final class Replica {
    static final Replica NEW = new Replica(new ReplicaState.Idle(), History.NONE);

    private final ReplicaState state;
    private final History history;

    Replica(ReplicaState state, History history) {
        this.state = state;
        this.history = history;
    }

    /** What people see of its state. */
    public Phase phase() {
        return state.phase();
    }

    /** The first process of its run, which is the id of the process group too; 0 when it has none. */
    public long pid() {
        return state.pid();
    }

    /** Since when it has its process, or null when it has none. */
    public @Nullable Instant since() {
        return state.since();
    }

    public History history() {
        return history;
    }

    ReplicaState state() {
        return state;
    }
}
