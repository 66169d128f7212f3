package io.meproc.task;

import io.meproc.task.exit.OutputRange;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The state of a replica, and its history. */
public final class Replica {
    static final Replica NEW = new Replica(new ReplicaState.Idle(), History.NONE);

    private final ReplicaState state;
    private final History history;
    private final @Nullable Instant alarm;
    private final @Nullable Readiness readiness;
    private final @Nullable Excess excess;

    Replica(ReplicaState state, History history) {
        this(state, history, null, null, null);
    }

    /** @param readiness what the probes of its live run have concluded; null without probes */
    Replica(ReplicaState state, History history, @Nullable Readiness readiness) {
        this(state, history, null, readiness, null);
    }

    private Replica(
            ReplicaState state,
            History history,
            @Nullable Instant alarm,
            @Nullable Readiness readiness,
            @Nullable Excess excess) {
        this.state = state;
        this.history = history;
        this.alarm = alarm;
        this.readiness = readiness;
        this.excess = excess;
    }

    public Phase phase() {
        return state.phase();
    }

    /** Whether it does what it is for: it runs, and no probe denies it. */
    public boolean ready() {
        return phase() == Phase.RUNNING && (readiness == null || readiness.ready());
    }

    /** The conclusion of the probes about its live run; null without probes or a run. */
    public @Nullable Readiness readiness() {
        return readiness;
    }

    /** The pid of its leader, which is also the id of the process group; 0 without a process. */
    public long pid() {
        return state.pid();
    }

    /** When its process was started; null without a process. */
    public @Nullable Instant since() {
        return state.since();
    }

    /** The run of its process; null without a process. */
    public @Nullable Run run() {
        return state.pid() == 0 ? null : state.run();
    }

    /** When its policy starts it next; null if it does not back off. */
    public @Nullable Instant nextStart() {
        return state instanceof ReplicaState.BackingOff backingOff ? backingOff.until() : null;
    }

    /** The output of the live run; null without a process. */
    public @Nullable OutputRange output() {
        LiveRun live = state.live();
        return live == null ? null : new OutputRange(live.output(), null);
    }

    public History history() {
        return history;
    }

    /** Its health; {@code type} is that of its task. */
    public Health health(TaskType type) {
        return trouble().health(type);
    }

    Trouble trouble() {
        return Trouble.of(state, history, readiness);
    }

    /** When its alarm goes off; null if none is armed. */
    @Nullable
    Instant alarm() {
        return alarm;
    }

    Replica with(ReplicaState next, History since, @Nullable Instant armed, @Nullable Readiness probed) {
        return next == state
                        && since.equals(history)
                        && Objects.equals(armed, alarm)
                        && Objects.equals(probed, readiness)
                ? this
                : new Replica(next, since, armed, probed, next.phase() == Phase.RUNNING ? excess : null);
    }

    /** The memory that its run uses too much of; null if it does not. */
    public @Nullable Excess excess() {
        return excess;
    }

    Replica with(@Nullable Excess other) {
        return Objects.equals(other, excess) ? this : new Replica(state, history, alarm, readiness, other);
    }

    ReplicaState state() {
        return state;
    }
}
