package io.meproc.task;

import io.meproc.task.NotificationGaps.Gap;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.hook.HookEvent;
import io.meproc.task.hook.HookTarget;
import io.meproc.task.hook.Hooks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which targets are notified of the events of a transition, and when. */
final class Notifications {
    private final Transition transition;
    private final Duration length;
    private final List<Notification> notifications = new ArrayList<>();

    private Notifications(Transition transition) {
        this.transition = transition;
        this.length = transition.rules().hooks().gap();
    }

    /** The notifications of these events. */
    static List<Notification> of(Transition transition, List<TaskEvent> events) {
        if (transition.rules().hooks().isEmpty()) {
            return List.of();
        }
        Notifications decided = new Notifications(transition);
        events.forEach(decided::decide);
        return decided.notifications;
    }

    private void decide(TaskEvent event) {
        Task task = transition.tasks().find(event.task());
        if (task == null
                || task.definition().behaviour().hooks().on().isEmpty()
                || task.pending().provisional()) {
            return;
        }
        Hooks hooks = task.definition().behaviour().hooks();
        if (event instanceof TaskEvent.HealthChanged it) {
            if (it.now() == Health.OK) {
                send(
                        hooks,
                        HookEvent.RECOVERED,
                        task,
                        null,
                        "no longer " + it.before().word());
            } else if (it.now().compareTo(it.before()) > 0) {
                failed(task, it);
            }
        } else if (event instanceof TaskEvent.SuccessOverdue it) {
            send(hooks, HookEvent.LATE, task, null, "has not ended with success within " + words(it.within()));
        } else if (event instanceof TaskEvent.FireSkipped it) {
            send(hooks, HookEvent.MISSED, task, null, "was not started at " + it.fire() + ": " + it.why());
        } else if (event instanceof TaskEvent.TaskStarted it) {
            send(hooks, HookEvent.STARTED, task, null, "started, " + it.processes() + " of " + it.of() + " processes");
        } else if (event instanceof TaskEvent.OfRun it) {
            ofRun(hooks, task, it);
        }
    }

    /** A target that is notified that the success is late is not notified of the change of health, too. */
    private void failed(Task task, TaskEvent.HealthChanged event) {
        Hooks hooks = task.definition().behaviour().hooks();
        boolean late = task.status().expectation().late()
                && task.phaseCounts().health(task.definition().type()).compareTo(event.before()) <= 0;
        List<HookTarget> targets =
                late ? hooks.targetsWithout(HookEvent.FAILED, HookEvent.LATE) : hooks.targets(HookEvent.FAILED);
        String why = late
                ? ": no success within the expected time"
                : event.end().map(end -> ": the last run: " + words(end)).orElse("");
        Run run = late ? null : event.end().map(end -> run(task, end)).orElse(null);
        send(targets, HookEvent.FAILED, task, run, event.now().word() + why);
    }

    private static @Nullable Run run(Task task, End end) {
        for (int index = 0; index < task.size(); index++) {
            End last = task.replica(index).history().last();
            if (last != null && last.run() == end.run()) {
                return new Run(new ReplicaId(task.name(), index), end.run());
            }
        }
        return null;
    }

    private void ofRun(Hooks hooks, Task task, TaskEvent.OfRun event) {
        if (event instanceof TaskEvent.ProcessStarted it && it.alone() && !it.byPolicy()) {
            send(hooks, HookEvent.STARTED, task, it.run(), "started as process " + it.pid());
        } else if (event instanceof TaskEvent.ProcessExited it) {
            send(hooks, HookEvent.ENDED, task, it.run(), words(it.end()));
        } else if (event instanceof TaskEvent.ProcessStopped it) {
            send(hooks, HookEvent.ENDED, task, it.run(), words(it.end()));
        } else if (event instanceof TaskEvent.ProcessNotStarted it) {
            send(
                    hooks,
                    HookEvent.ENDED,
                    task,
                    it.run(),
                    "could not be started: " + it.failure().words());
        }
    }

    private void send(Hooks hooks, HookEvent event, Task task, @Nullable Run run, String words) {
        send(hooks.targets(event), event, task, run, words);
    }

    private void send(List<HookTarget> targets, HookEvent event, Task task, @Nullable Run run, String words) {
        Instant now = transition.now();
        for (HookTarget target : targets) {
            Task current = transition.tasks().find(task.name());
            if (current == null) {
                return;
            }
            NotificationGaps gaps = current.status().gaps();
            NotificationGaps.Key key = new NotificationGaps.Key(event, target.text());
            Gap gap = gaps.running(key, now, length);
            long number = gap == null || gap.number() == 0 ? transition.nextIncarnation() : gap.number();
            notifications.add(new Notification(
                    number,
                    target.text(),
                    event,
                    task.name(),
                    run,
                    words,
                    now,
                    gap == null ? now : gap.until(),
                    gap == null ? 0 : gap.events()));
            Gap next = gap == null ? new Gap(now.plus(length), 0, 0) : gap.shared(number);
            transition.put(current.with(gaps.with(key, next, now, length)));
        }
    }

    private static String words(End end) {
        boolean exited = end.cause() instanceof Cause.Own own && own.status() instanceof ExitStatus.Exited;
        return (exited ? "ended with " : "")
                + end.cause().words()
                + after(end)
                + (end.by() == null ? "" : ", requested by " + end.by().words());
    }

    private static String after(End end) {
        return end.cause() instanceof Cause.NotStarted ? "" : " after " + words(end.lasted());
    }

    private static String words(Duration duration) {
        return duration.toMillis() < 1_000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
    }
}
