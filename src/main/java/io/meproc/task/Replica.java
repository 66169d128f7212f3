package io.meproc.task;

import io.meproc.task.exit.StartFailure;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A replica's state, and what it has been through. */
public final class Replica {
    static final Replica NEW = new Replica(new ReplicaState.Idle(), History.NONE);

    private final ReplicaState state;
    private final History history;
    private final @Nullable Instant alarm;

    Replica(ReplicaState state, History history) {
        this(state, history, null);
    }

    private Replica(ReplicaState state, History history, @Nullable Instant alarm) {
        this.state = state;
        this.history = history;
        this.alarm = alarm;
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

    /** The run that its process belongs to; null when it has none. */
    public @Nullable Run run() {
        return state.pid() == 0 ? null : state.run();
    }

    /** When its policy starts it next; null when it is not about to. */
    public @Nullable Instant nextStart() {
        return state instanceof ReplicaState.BackingOff backingOff ? backingOff.until() : null;
    }

    public History history() {
        return history;
    }

    /** Whether it is in trouble; {@code type} is its task's. */
    public Health health(TaskType type) {
        return Health.of(type, failures(), retries());
    }

    /** Whether its last run failed, and nothing has made up for that. */
    boolean failures() {
        return history.failures() > 0;
    }

    /** Whether its last start failed for want of resources, and is tried again. */
    boolean retries() {
        StartFailure failure = history.failure();
        return failure != null
                && failure.passing()
                && (state instanceof ReplicaState.BackingOff || state.phase() == Phase.RESTARTING);
    }

    /** When its alarm goes off; null when none is armed. */
    @Nullable
    Instant alarm() {
        return alarm;
    }

    Replica with(ReplicaState next, History since, @Nullable Instant armed) {
        return next == state && since.equals(history) && Objects.equals(armed, alarm)
                ? this
                : new Replica(next, since, armed);
    }

    ReplicaState state() {
        return state;
    }
}
