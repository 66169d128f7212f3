package io.meproc.task;

import static io.meproc.task.Refusal.Reason.ROLL_ENDED;

import io.meproc.task.TaskEvent.Updated.Stage;
import io.meproc.task.UpdateSurvey.Failure;
import io.meproc.task.WaitingRequest.Until;
import io.meproc.task.exit.Requester;
import io.meproc.task.update.OnFailure;
import io.meproc.task.update.UpdateKind;
import io.meproc.task.update.Updates;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replaces running processes of a task, so many at a time that no more replicas are out of service than its policy allows.
 *
 * <p>The next replica is stopped only when one before is good: its new process is ready, and has been so for a healthy
 * time. A new process that fails ends the update, and the definition from before comes back if there was another one:
 * a broken command costs as many replicas as may be out of service, not all.
 *
 * <p>Which process is old and which is new follows from its incarnation, so that an update continues after a crash of
 * the service.
 */
final class RollingUpdate {
    private final Transition transition;

    RollingUpdate(Transition transition) {
        this.transition = transition;
    }

    /**
     * The task with an update before its first step.
     *
     * @param all the replicas to replace; none for no update
     * @param before the definition that comes back if the update fails; null if none does
     */
    Task begun(Task task, UpdateKind kind, String why, Indices all, @Nullable TaskDefinition before, Requester by) {
        if (all.count() == 0) {
            return task;
        }
        UpdateRecord record =
                new UpdateRecord(task.identity(), kind, why, all, all, transition.incarnations(), before, by);
        if (kind != UpdateKind.RESTART) {
            report(task, kind, Stage.BEGUN, (why.isEmpty() ? "" : why + ": ") + plan(task, all));
        }
        return task.with(task.pending().with(Update.of(record)));
    }

    private static String plan(Task task, Indices all) {
        Updates policy = task.definition().behaviour().updates();
        return replicas(all, " is", " are") + " replaced, "
                + policy.maxUnavailable().of(task.definition().replicas()) + " at a time";
    }

    /**
     * Replaces the process of one replica with the same command, because of {@code why}; the next step after it has not come
     * up is left to the restart policy. Without effect if the replica does not run or an update is in progress; a caller
     * for whom the replacement is still due then requests it again.
     */
    Task replace(Task task, int index, String why) {
        Indices one = Indices.of(Span.only(index));
        if (task.pending().update() != null
                || transition.draining()
                || !UpdateSurvey.up(task).contains(index)) {
            return task;
        }
        Task begun = begun(task, UpdateKind.REPLACEMENT, why, one, null, Requester.SERVICE);
        transition.put(begun);
        transition.lifecycle().settle(begun);
        return Objects.requireNonNull(transition.tasks().find(task.name()));
    }

    /** Reports that the update of a task, if any, continues after a start of the service. */
    Task recovered(Task task) {
        Update update = task.pending().update();
        if (update != null) {
            UpdateRecord record = update.record();
            report(task, record.kind(), Stage.CONTINUED, replicas(record.open(), " is", " are") + " not replaced yet");
        }
        return task;
    }

    /** Replaces the next replicas if the others are good. */
    Task resume(Task task) {
        Update update = task.pending().update();
        if (update == null) {
            return task;
        }
        UpdateSurvey survey = new UpdateSurvey(task, update, transition.now());
        Failure failure = survey.failure();
        if (failure != null) {
            return failed(task, failure);
        } else if (survey.update().record().over()) {
            return done(task, survey.update());
        }
        Updates policy = task.definition().behaviour().updates();
        int free = policy.maxUnavailable().of(task.definition().replicas()) - survey.underWay();
        List<Integer> next =
                survey.old().subList(0, Math.min(Math.max(0, free), survey.old().size()));
        List<String> blockers =
                next.isEmpty() && survey.down().isEmpty() ? List.of() : new Waits(transition).blockers(task);
        return blockers.isEmpty()
                ? step(armed(task, survey), survey.down(), next)
                : ended(task, "a start would have to wait for " + String.join(", ", blockers));
    }

    private Task step(Task task, List<Integer> down, List<Integer> next) {
        Task stepped = task;
        Requester by = Objects.requireNonNull(task.pending().update()).record().by();
        for (int index : down) {
            stepped = transition.apply(stepped, index, ReplicaState::start);
        }
        for (int index : next) {
            Task running = stepped;
            stepped = transition.of(by, () -> transition.apply(running, index, ReplicaState::stop));
            stepped = transition.apply(stepped, index, ReplicaState::start);
        }
        transition.put(stepped);
        return stepped;
    }

    /** The task with the update of the survey, and with its alarm. */
    private Task armed(Task task, UpdateSurvey survey) {
        Instant due = survey.due();
        if (due != null && !due.equals(survey.update().alarm())) {
            transition.arm(task.name(), TaskAlarm.UPDATE_DUE, due);
        } else if (due == null) {
            disarm(task);
        }
        return task.with(task.pending().with(survey.update().with(due)));
    }

    /** A replica is good now, or late. */
    void elapsed(Event.TaskElapsed event) {
        Task task = transition.tasks().find(event.task());
        Update update = task == null ? null : task.pending().update();
        if (task != null && update != null && event.due().equals(update.alarm())) {
            transition.lifecycle().settle(task.with(task.pending().with(update.with((Instant) null))));
        }
    }

    private Task done(Task task, Update update) {
        if (!update.failures().isEmpty()) {
            return ended(task, update.failures() + "; the update went on as on_failure demands");
        }
        disarm(task);
        UpdateRecord record = update.record();
        if (record.kind() != UpdateKind.RESTART) {
            report(task, record.kind(), Stage.DONE, replicas(record.all(), " was", " were") + " replaced");
        }
        Task over = task.with(task.pending().withoutUpdate());
        transition.put(over);
        return over;
    }

    private Task failed(Task task, Failure failure) {
        UpdateRecord record = Objects.requireNonNull(task.pending().update()).record();
        TaskDefinition before = record.before();
        boolean back =
                failure.ofNew() && task.definition().behaviour().updates().onFailure() == OnFailure.ROLLBACK;
        return before != null && back
                ? new Rollback(transition).carryOut(task, before, failure.words())
                : ended(task, failure.words());
    }

    /** Ends an update for the given reason. Replicas that were not replaced yet keep their processes. */
    Task interrupt(Task task, String why) {
        return task.pending().update() == null ? task : ended(task, why);
    }

    /** Ends an update, if any, because of a newer definition. */
    Task supersede(Task task) {
        return task.pending().update() == null ? task : over(task, "another definition came, and is applied instead");
    }

    private Task ended(Task task, String why) {
        UpdateRecord record = Objects.requireNonNull(task.pending().update()).record();
        return over(task, why + "; " + kept(task, record));
    }

    private Task over(Task task, String detail) {
        UpdateRecord record = Objects.requireNonNull(task.pending().update()).record();
        if (record.kind() == UpdateKind.RESTART) {
            transition.report(new TaskEvent.RollEnded(task.name(), detail));
        } else {
            report(task, record.kind(), Stage.ENDED, detail);
        }
        Task over = answered(task, detail);
        transition.put(over);
        return over;
    }

    /** The task without its update, whose waiting requests are refused. */
    Task answered(Task task, String detail) {
        disarm(task);
        List<WaitingRequest> waiters = task.pending().waiters();
        waiters.stream()
                .filter(waiter -> waiter.until() == Until.ROLLED)
                .forEach(waiter -> transition.answer(waiter.ticket(), Answer.refused(ROLL_ENDED, detail)));
        List<WaitingRequest> rest = waiters.stream()
                .filter(waiter -> waiter.until() != Until.ROLLED)
                .toList();
        return task.with(task.pending().withoutUpdate().with(rest));
    }

    /** Cancels the alarm of the update, if any. */
    void disarm(Task task) {
        Update update = task.pending().update();
        if (update != null && update.alarm() != null) {
            transition.disarm(task.name(), TaskAlarm.UPDATE_DUE);
        }
    }

    /** The replicas of an update that still have their old process. */
    static Indices old(Task task, UpdateRecord record) {
        return Indices.of(new Span(0, task.definition().replicas()), index -> {
            Run run = task.replica(index).state().run();
            return record.open().contains(index)
                    && task.replica(index).phase().live()
                    && run != null
                    && run.incarnation() <= record.newest()
                    && task.replica(index).phase() != Phase.STOPPING
                    && task.replica(index).phase() != Phase.STUCK;
        });
    }

    private static String kept(Task task, UpdateRecord record) {
        Indices old = old(task, record);
        return old.count() == 0
                ? "no other was left to replace"
                : replicas(old, " was", " were") + " left as " + (old.count() == 1 ? "it is" : "they are");
    }

    private static String replicas(Indices these, String one, String many) {
        return (these.count() == 1 ? "replica " : "replicas ") + these.ranges() + (these.count() == 1 ? one : many);
    }

    private void report(Task task, UpdateKind kind, Stage stage, String words) {
        transition.report(new TaskEvent.Updated(task.name(), kind, stage, words));
    }
}
