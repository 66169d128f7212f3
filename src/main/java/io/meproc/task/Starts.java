package io.meproc.task;

import io.meproc.task.cron.Overlap;
import io.meproc.task.exit.Cause.NoRun;
import io.meproc.task.occasion.Occasion;
import io.meproc.task.occasion.Slots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts tasks for their occasions. The overlap policy of a task decides what happens to a start while an earlier run is
 * not over, and its deadline bounds how long a start may wait.
 */
final class Starts {
    private static final String NOT_IN_TIME = "it could not start before its deadline";

    private final Transition transition;

    Starts(Transition transition) {
        this.transition = transition;
    }

    /** The decision about an occasion. */
    enum Decision {
        STARTED,
        QUEUED,
        REFUSED
    }

    /** Starts the task for a fire; a fire without a start is recorded. */
    void fire(Task task, Occasion occasion) {
        if (decision(task, occasion) == Decision.REFUSED) {
            skipped(task, occasion, obstacle(task, occasion));
        } else {
            begin(task, occasion);
        }
    }

    /** The decision about an occasion that has come now. */
    Decision decision(Task task, Occasion occasion) {
        if (late(task, occasion)) {
            return Decision.REFUSED;
        }
        Overlap overlap = task.definition().behaviour().schedule().overlap();
        boolean runs = task.live() > 0 || task.waiting();
        return switch (overlap.kind()) {
            case SKIP -> runs ? Decision.REFUSED : Decision.STARTED;
            case QUEUE -> {
                if (!runs && !retries(task) && task.status().schedule().queue().isEmpty()) {
                    yield Decision.STARTED;
                }
                yield waiting(task) < overlap.most() ? Decision.QUEUED : Decision.REFUSED;
            }
            case REPLACE -> Decision.STARTED;
            case ALLOW -> freeSlot(task).isPresent() ? Decision.STARTED : Decision.REFUSED;
        };
    }

    /** The number of starts that wait and are not missed ones, which have a limit of their own. */
    private static long waiting(Task task) {
        return task.status().schedule().queue().stream()
                .filter(each -> each.kind() != Occasion.Kind.MISSED)
                .count();
    }

    /** Why a start is refused. */
    String obstacle(Task task, Occasion occasion) {
        if (late(task, occasion)) {
            return NOT_IN_TIME;
        }
        Overlap overlap = task.definition().behaviour().schedule().overlap();
        if (overlap.kind() == Overlap.Kind.QUEUE) {
            return "its last run is not over, and " + overlap.most()
                    + (overlap.most() == 1 ? " start waits" : " starts wait") + " already";
        } else if (overlap.slots()) {
            return "its last " + overlap.most() + " runs are still running";
        }
        return task.live() > 0 ? "its last run is still running" : "its last start still waits for other tasks";
    }

    /** Carries out a decision that does not refuse the start. */
    void begin(Task task, Occasion occasion) {
        if (decision(task, occasion) == Decision.QUEUED) {
            ScheduleStatus status = task.status().schedule();
            put(task.with(status.with(status.kept().queued(occasion))));
            // While the schedule is paused, a request passes the fires that wait.
            proceed(task.name());
        } else {
            attempt(started(task, occasion));
        }
    }

    private void attempt(Task task) {
        transition.lifecycle().attempt(task);
        watchDeadline(task.name());
    }

    /** Arms the alarm of a start that waits for other tasks. */
    void watchDeadline(String name) {
        Stream.ofNullable(transition.tasks().find(name)).forEach(this::put);
    }

    /** The task with the replicas to start for an occasion; an earlier run is stopped if it is to be replaced. */
    Task started(Task task, Occasion occasion) {
        ScheduleStatus status = task.status().schedule();
        if (task.definition().behaviour().schedule().overlap().slots()) {
            int slot = freeSlot(task).orElse(0);
            return task.with(status.with(status.slots().with(slot, occasion)))
                    .toStart(Indices.of(new Span(slot, slot + 1)));
        }
        Task free = task;
        if (task.waiting()) {
            Occasion superseded = status.slots().of(0);
            if (superseded != null) {
                skipped(task, superseded, "a later start replaced it while it waited for other tasks");
            }
            free = task.waitingNoMore();
        }
        free = task.live() > 0 ? transition.lifecycle().stop(free) : free;
        return free.with(free.status().schedule().with(Slots.all(occasion)))
                .toStart(Indices.of(new Span(0, task.size()))
                        .without(task.record().stopped()));
    }

    /** The replica that an occasion may use: one that has ended, otherwise one that waits for its repetition. */
    private static Optional<Integer> freeSlot(Task task) {
        Integer retrying = null;
        for (int index = 0; index < task.definition().replicas(); index++) {
            Phase phase = task.replica(index).phase();
            if (!task.held(index) && !task.starts(index) && !phase.live()) {
                if (phase != Phase.BACKING_OFF) {
                    return Optional.of(index);
                }
                retrying = retrying == null ? index : retrying;
            }
        }
        return Optional.ofNullable(retrying);
    }

    private static boolean retries(Task task) {
        return task.phaseCounts().any(Phase.BACKING_OFF);
    }

    /** Starts what waits, as far as earlier runs are over. */
    void proceed(String name) {
        Task task = transition.tasks().find(name);
        while (task != null && !transition.draining() && mayProceed(task)) {
            List<Occasion> queue = new ArrayList<>(task.status().schedule().queue());
            boolean paused = task.status().schedule().kept().pausedSince() != null;
            Occasion next = queue.stream()
                    .filter(each -> !paused || each.kind() == Occasion.Kind.REQUEST)
                    .findFirst()
                    .orElse(null);
            if (next == null) {
                return;
            }
            queue.remove(next);
            Task rest = task.with(task.status().schedule().queued(queue));
            put(rest);
            if (late(rest, next)) {
                skipped(rest, next, NOT_IN_TIME);
            } else {
                if (next.kind() == Occasion.Kind.MISSED) {
                    transition.report(new TaskEvent.MissedFireStarted(name, next.due()));
                }
                attempt(started(rest, next));
            }
            task = transition.tasks().find(name);
        }
    }

    private static boolean mayProceed(Task task) {
        if (task.status().schedule().queue().isEmpty() || task.held() || task.removing()) {
            return false;
        }
        return task.definition().behaviour().schedule().overlap().slots()
                ? freeSlot(task).isPresent()
                : task.live() == 0 && !task.waiting() && !retries(task);
    }

    private boolean late(Task task, Occasion occasion) {
        Instant deadline = occasion.deadline(deadline(task));
        return deadline != null && transition.wallNow().isAfter(deadline);
    }

    private static @Nullable Duration deadline(Task task) {
        return task.definition().behaviour().schedule().deadline();
    }

    /** Ends the wait of the starts whose deadline has passed. */
    void elapsed(Event.TaskElapsed event) {
        Task task = transition.tasks().find(event.task());
        if (task == null || !event.due().equals(task.status().schedule().alarm())) {
            return;
        }
        Task expired = task.with(task.status().schedule().armed(null));
        List<Occasion> queue = new ArrayList<>(expired.status().schedule().queue());
        for (Occasion each : expired.status().schedule().queue()) {
            if (late(task, each)) {
                queue.remove(each);
                skipped(task, each, NOT_IN_TIME + ", since its last run was not over");
            }
        }
        expired = expired.with(expired.status().schedule().queued(queue));
        for (int index = 0; index < task.size(); index++) {
            Occasion occasion = task.status().schedule().slots().of(index);
            if (task.starts(index) && occasion != null && late(task, occasion)) {
                if (task.status().schedule().slots().own().containsKey(index)
                        || index == task.pending().starts().first()) {
                    skipped(task, occasion, NOT_IN_TIME + ", since it waited for other tasks");
                }
                expired = expired.released(Indices.of(new Span(index, index + 1)));
            }
        }
        expired = expired.waiting() ? expired : new Waits(transition).over(expired);
        put(expired);
        transition.lifecycle().settle(expired);
        proceed(task.name());
    }

    /** Replaces the task, and arms an alarm for the first deadline of its starts that wait. */
    void put(Task task) {
        Duration within = deadline(task);
        Instant first = within == null ? null : firstDeadline(task, within);
        Instant armed = task.status().schedule().alarm();
        if (first != null && (armed == null || first.isBefore(armed))) {
            transition.arm(task.name(), TaskAlarm.START_DEADLINE, first);
            transition.put(task.with(task.status().schedule().armed(first)));
        } else {
            transition.put(task);
        }
    }

    /** A millisecond later, so that the deadline has passed when the alarm goes off. */
    private @Nullable Instant firstDeadline(Task task, Duration within) {
        ScheduleStatus status = task.status().schedule();
        Stream<Occasion> starts = task.waiting()
                ? IntStream.range(0, task.size())
                        .filter(task::starts)
                        .mapToObj(status.slots()::of)
                        .filter(Objects::nonNull)
                : Stream.empty();
        return Stream.concat(status.queue().stream(), starts)
                .map(each -> each.due().plus(within).minus(transition.skew()).plusMillis(1))
                .min(Instant::compareTo)
                .map(first -> first.isBefore(transition.now()) ? transition.now() : first)
                .orElse(null);
    }

    /** Cancels the starts that wait, since the task is stopped or removed. */
    Task cleared(Task task) {
        ScheduleStatus status = task.status().schedule();
        if (status.alarm() != null) {
            transition.disarm(task.name(), TaskAlarm.START_DEADLINE);
        }
        return status.alarm() == null && status.queue().isEmpty()
                ? task
                : task.with(status.armed(null).queued(List.of()));
    }

    void skipped(Task task, Occasion occasion, String why) {
        noRun(task, occasion.due(), NoRun.Kind.SKIPPED, why);
    }

    /** Records that there was no run for a fire. */
    void noRun(Task task, Instant due, NoRun.Kind kind, String why) {
        transition.report(new TaskEvent.FireSkipped(task.name(), due, why));
        transition.noRun(task, transition.now().minus(Duration.between(due, transition.wallNow())), kind, why);
    }
}
