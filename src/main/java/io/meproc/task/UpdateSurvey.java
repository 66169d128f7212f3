package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.BACKING_OFF;
import static io.meproc.task.Phase.FAILED;
import static io.meproc.task.Phase.LINGERING;
import static io.meproc.task.Phase.RESTARTING;
import static io.meproc.task.Phase.RUNNING;
import static io.meproc.task.Phase.STARTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;
import static io.meproc.task.Phase.TIMING_OUT;
import static io.meproc.task.Phase.UNHEALTHY;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.update.OnFailure;
import io.meproc.task.update.UpdateKind;
import io.meproc.task.update.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state of the replicas of an update at one time. */
final class UpdateSurvey {
    private static final Set<Phase> UNDER_WAY = Set.of(STOPPING, ABORTING, STARTING);
    private static final Set<Phase> UP = Set.of(RUNNING, LINGERING);
    private static final Set<Phase> RESTARTS = Set.of(BACKING_OFF, RESTARTING);
    private static final Set<Phase> FAILING = Set.of(TIMING_OUT, UNHEALTHY);

    private final Task task;
    private final Updates policy;
    private final Instant now;
    private final List<Integer> old = new ArrayList<>();
    private final List<Integer> down = new ArrayList<>();
    private Update update;
    private int underWay;
    private @Nullable Instant due;
    private @Nullable Failure failure;

    /**
     * The failure of a replica.
     *
     * @param ofNew whether the new process has failed, and not the end of the old one
     */
    record Failure(String words, boolean ofNew) {}

    UpdateSurvey(Task task, Update before, Instant now) {
        this.task = task;
        this.policy = task.definition().behaviour().updates();
        this.now = now;
        this.update = before;
        before.record().open().stream().forEach(this::inspect);
        if (policy.onFailure() != OnFailure.GO_ON) {
            before.record().all().without(before.record().open()).stream().forEach(this::inspectGood);
        }
    }

    /** The replicas that run, in the order of their index. */
    static Indices up(Task task) {
        return Indices.of(
                new Span(0, task.definition().replicas()),
                index -> UP.contains(task.replica(index).phase()));
    }

    /** The update without the replicas that are done. */
    Update update() {
        return update;
    }

    /** The replicas that run and are to be replaced. */
    List<Integer> old() {
        return old;
    }

    /** The replicas that don't run, and are to be started without delay. */
    List<Integer> down() {
        return down;
    }

    /** The number of replicas that are being replaced. */
    int underWay() {
        return underWay;
    }

    /** When the next replica is good, or late; null if none is waited for. */
    @Nullable
    Instant due() {
        return due;
    }

    /** Why the update can't continue; null if it can. */
    @Nullable
    Failure failure() {
        return failure;
    }

    private void inspect(int index) {
        if (index >= task.definition().replicas() || task.held(index)) {
            update = update.without(index);
            return;
        }
        Replica replica = task.replica(index);
        Phase phase = replica.phase();
        if (fails(replica)) {
            fails(index, trouble(replica), true);
        } else if (task.starts(index) || UNDER_WAY.contains(phase) || FAILING.contains(phase)) {
            underWay++;
        } else if (UP.contains(phase)) {
            runs(index, replica);
        } else if (phase == STUCK) {
            fails(index, "a process of its run has survived SIGKILL", false);
        } else if (endedNew(replica)) {
            ended(index, replica);
        } else if (RESTARTS.contains(phase) || phase == FAILED) {
            endedOld(index, phase);
        } else {
            update = update.without(index);
        }
    }

    /** Whether the new process is being ended for a failure, or has ended with one and is started again. */
    private boolean fails(Replica replica) {
        Phase phase = replica.phase();
        End last = replica.history().last();
        return FAILING.contains(phase)
                ? isNew(replica)
                : UNDER_WAY.contains(phase)
                        && endedNew(replica)
                        && last != null
                        && !(last.cause() instanceof Cause.Stopped);
    }

    private boolean isNew(Replica replica) {
        Run run = replica.state().run();
        return run != null && run.incarnation() > update.record().newest();
    }

    private void runs(int index, Replica replica) {
        if (!isNew(replica)) {
            old.add(index);
            return;
        }
        Instant since = update.ready().getOrDefault(index, now);
        Instant good = since.plus(policy.healthyAfter());
        Instant late = begin(replica).plus(policy.timeout());
        if (!ready(replica)) {
            update = update.notReady(index);
            if (late.isAfter(now)) {
                waits(late);
            } else {
                fails(index, "was not ready within " + words(policy.timeout()), true);
            }
        } else if (good.isAfter(now)) {
            update = update.ready(index, since);
            waits(good);
        } else {
            update = update.without(index);
        }
    }

    private Instant begin(Replica replica) {
        Instant since = replica.since();
        return since == null ? now : since;
    }

    /** Whether a replica does what it is for; the leader of some has ended by design. */
    private boolean ready(Replica replica) {
        return replica.phase() == LINGERING
                ? task.definition().ends().onLeaderExit() != LeaderExit.STOP_GROUP
                : replica.ready();
    }

    private void waits(Instant until) {
        underWay++;
        due = due == null || until.isBefore(due) ? until : due;
    }

    private boolean endedNew(Replica replica) {
        End last = replica.history().last();
        return last != null && last.run() > update.record().newest();
    }

    private void ended(int index, Replica replica) {
        if (replica.phase() == Phase.FINISHED && task.definition().type() != TaskType.DAEMON) {
            update = update.without(index);
        } else {
            fails(index, trouble(replica), true);
        }
    }

    /** The old process has ended by itself. */
    private void endedOld(int index, Phase phase) {
        UpdateKind kind = update.record().kind();
        if (kind == UpdateKind.CHANGE || kind == UpdateKind.ROLLBACK) {
            if (phase == BACKING_OFF || phase == FAILED) {
                down.add(index);
            }
            underWay++;
        } else if (phase == FAILED) {
            update = update.without(index);
        } else {
            underWay++;
        }
    }

    /** Detects the failure of a replica that was good. */
    private void inspectGood(int index) {
        if (index < task.definition().replicas() && !task.held(index)) {
            Replica replica = task.replica(index);
            boolean fell = RESTARTS.contains(replica.phase()) || replica.phase() == FAILED;
            if (fails(replica) || (fell && endedNew(replica))) {
                fails(index, trouble(replica), true);
            }
        }
    }

    private static String trouble(Replica replica) {
        if (replica.state() instanceof ReplicaState.Unhealthy unhealthy) {
            return "failed its probe " + unhealthy.probe().word() + ": " + unhealthy.why();
        } else if (replica.phase() == TIMING_OUT) {
            return "has exceeded its time limit";
        }
        End last = replica.history().last();
        String words = last == null ? replica.phase().words() : last.cause().words();
        return (last == null || last.pid() == 0 ? "did not come up: " : "did not stay up: ") + words;
    }

    private void fails(int index, String words, boolean ofNew) {
        String whole = "replica " + index + " " + words;
        if (policy.onFailure() == OnFailure.GO_ON) {
            update = update.failed(index, whole);
        } else if (failure == null) {
            failure = new Failure(whole, ofNew);
        }
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
