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

import io.meproc.task.exit.End;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A listed task: what was asked for, its replicas, and where it stands. */
public final class Task {
    /** Every word that {@link #condition} may give. */
    public static final List<String> CONDITIONS = List.of(
            "starting", "running", "waiting", "scheduled", "backing off", "stopping", "finished", "failed", "stopped");

    private final long identity;
    private final TaskDefinition definition;
    private final long revision;
    private final Chunks<Replica> replicas;
    private final Tally tally;
    private final Standing standing;
    private final Past past;

    private Task(
            long identity,
            TaskDefinition definition,
            long revision,
            Chunks<Replica> replicas,
            Tally tally,
            Standing standing,
            Past past) {
        this.identity = identity;
        this.definition = definition;
        this.revision = revision;
        this.replicas = replicas;
        this.tally = tally;
        this.standing = standing;
        this.past = past;
    }

    static Task of(TaskDefinition definition, long revision, Wish wish) {
        Replica fresh = Replica.NEW.with(wish);
        return new Task(
                revision,
                definition,
                revision,
                Chunks.of(definition.replicas(), i -> fresh),
                Tally.NONE.plus(fresh, definition.replicas()),
                Standing.NEW,
                Past.NONE);
    }

    /** The revision with which it was listed. No two tasks have the same, not even two of one name. */
    long identity() {
        return identity;
    }

    public TaskDefinition definition() {
        return definition;
    }

    public String name() {
        return definition.name();
    }

    /**
     * Changes whenever a request changes the definition or whether something is meant to run; never because of what
     * processes do. No two revisions of a task are the same, not even across its removal.
     */
    public long revision() {
        return revision;
    }

    /** The last things that happened to it, newest last; at most {@value Past#MOST}. */
    public List<Moment> past() {
        return past.moments();
    }

    /**
     * The replicas in the order of their index. After the task was scaled down these are more than it is to have,
     * until the surplus has ended.
     */
    public Stream<Replica> replicas() {
        return replicas.stream();
    }

    /** What people see of the task, in a word or two. */
    public String condition() {
        if (standing.removing() || stopping()) {
            return "stopping";
        } else if (tally.any(STARTING)) {
            return "starting";
        } else if (tally.any(RUNNING, LINGERING, TIMING_OUT, RESTARTING)) {
            return "running";
        } else if (waiting()) {
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

    /** Whether it is in trouble, whatever it does at the moment. */
    public Health health() {
        return tally.health(definition.type());
    }

    /** The newest end among the replicas that are in trouble; empty when none is. */
    public Optional<End> trouble() {
        return replicas()
                .filter(replica -> replica.health(definition.type()) != Health.OK)
                .flatMap(replica -> Stream.ofNullable(replica.history().last()))
                .max(Comparator.comparing(End::at));
    }

    /** Whether the task is being stopped, and not just one replica among others that go on. */
    private boolean stopping() {
        return tally.any(STOPPING, ABORTING, STUCK) && (standing.stopUntold() || !tally.any(RUNNING));
    }

    /** Whether all of it stays stopped until somebody starts it. */
    public boolean held() {
        return tally.of(Wish.REST) == replicas.size();
    }

    /** How many processes of it live, or may live any moment. */
    public int live() {
        return tally.live();
    }

    /** How many replicas are in each phase; phases without any are missing. */
    public Map<Phase, Integer> counts() {
        return tally.counts();
    }

    /** Whether it is to start as soon as nothing that it depends on runs. */
    public boolean waiting() {
        return tally.of(Wish.START) > 0;
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

    /** The replica of this index, which must be less than {@link #size}. */
    public Replica replica(int index) {
        return replicas.get(index);
    }

    Tally tally() {
        return tally;
    }

    Standing standing() {
        return standing;
    }

    /** How many replicas it has, the surplus included that is still being stopped. */
    public int size() {
        return replicas.size();
    }

    Task with(int index, Replica replica) {
        Tally moved = tally.moved(replicas.get(index), replica);
        return new Task(identity, definition, revision, replicas.with(index, replica), moved, standing, past);
    }

    Task with(Standing changed) {
        return new Task(identity, definition, revision, replicas, tally, changed, past);
    }

    Task with(Moment moment) {
        return new Task(identity, definition, revision, replicas, tally, standing, past.with(moment));
    }

    Task revised(long next) {
        return new Task(identity, definition, next, replicas, tally, standing, past);
    }

    /** With another definition, and with new replicas like this one if that wants more. */
    Task redefined(TaskDefinition wanted, Replica fresh) {
        Chunks<Replica> more = replicas;
        while (more.size() < wanted.replicas()) {
            more = more.plus(fresh);
        }
        Tally grown = tally.plus(fresh, more.size() - replicas.size());
        return new Task(identity, wanted, revision, more, grown, standing, past);
    }

    /** Without the surplus that has ended, as far as nothing behind it lives. */
    Task trimmed() {
        int end = size();
        Tally rest = tally;
        while (end > definition.replicas() && !replicas.get(end - 1).phase().live()) {
            rest = rest.plus(replicas.get(--end), -1);
        }
        return end == size()
                ? this
                : new Task(identity, definition, revision, replicas.first(end), rest, standing, past);
    }
}
