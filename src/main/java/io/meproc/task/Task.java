package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.BACKING_OFF;
import static io.meproc.task.Phase.FAILED;
import static io.meproc.task.Phase.FINISHED;
import static io.meproc.task.Phase.LINGERING;
import static io.meproc.task.Phase.RESTARTING;
import static io.meproc.task.Phase.RUNNING;
import static io.meproc.task.Phase.STARTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;
import static io.meproc.task.Phase.TIMING_OUT;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** A listed task: what was asked for, its replicas, and where it stands. */
public final class Task {
    private final TaskDefinition definition;
    private final Chunks<Replica> replicas;
    private final Tally tally;
    private final Standing standing;

    private Task(TaskDefinition definition, Chunks<Replica> replicas, Tally tally, Standing standing) {
        this.definition = definition;
        this.replicas = replicas;
        this.tally = tally;
        this.standing = standing;
    }

    static Task of(TaskDefinition definition) {
        return new Task(
                definition,
                Chunks.of(definition.replicas(), i -> Replica.NEW),
                Tally.of(Replica.NEW.state().phase(), definition.replicas()),
                Standing.NEW);
    }

    public TaskDefinition definition() {
        return definition;
    }

    public String name() {
        return definition.name();
    }

    /** The replicas in the order of their index. */
    public Stream<Replica> replicas() {
        return replicas.stream();
    }

    /** What people see of the task, in a word or two. */
    public String condition() {
        if (standing.removing() || tally.any(STOPPING, ABORTING, STUCK)) {
            return "stopping";
        } else if (tally.any(STARTING)) {
            return "starting";
        } else if (tally.any(RUNNING, LINGERING, TIMING_OUT, RESTARTING)) {
            return "running";
        } else if (standing.waiting()) {
            return "waiting";
        } else if (tally.any(BACKING_OFF)) {
            return "backing off";
        } else if (standing.nextFire() != null) {
            return "scheduled";
        } else if (tally.any(FAILED)) {
            return "failed";
        }
        return tally.any(FINISHED) ? "finished" : "stopped";
    }

    /** How many processes of it live, or may live any moment. */
    public int live() {
        return tally.live();
    }

    /** Whether it is to start as soon as nothing that it depends on runs. */
    public boolean waiting() {
        return standing.waiting();
    }

    /** When it was last meant to start. */
    public Optional<Instant> lastAttempt() {
        return Optional.ofNullable(standing.lastAttempt());
    }

    /** When it last did start. */
    public Optional<Instant> lastStart() {
        return Optional.ofNullable(standing.lastStart());
    }

    /** When its cron pattern fires next. */
    public Optional<Instant> nextFire() {
        return Optional.ofNullable(standing.nextFire());
    }

    Replica replica(int index) {
        return replicas.get(index);
    }

    Tally tally() {
        return tally;
    }

    Standing standing() {
        return standing;
    }

    Task with(int index, Replica replica) {
        Phase before = replicas.get(index).state().phase();
        return new Task(
                definition,
                replicas.with(index, replica),
                tally.moved(before, replica.state().phase()),
                standing);
    }

    Task with(Standing changed) {
        return new Task(definition, replicas, tally, changed);
    }
}
