package io.meproc.task;

import io.meproc.task.limit.Limits;
import io.meproc.task.limit.Replacement;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces runs that use too much memory. A run is replaced only from a certain age on, and only while the other replicas are
 * ready; until then the excess is kept with the replica, and its task has an alarm.
 */
final class MemoryReplacements {
    /** The time until the next try while another update is in progress, or other replicas are not ready. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private final Transition transition;

    MemoryReplacements(Transition transition) {
        this.transition = transition;
    }

    void exceeded(Report.MemoryExceeded report) {
        Task task = running(report.run());
        Replacement policy = task == null ? null : limits(task).replacement();
        if (task == null
                || policy == null
                || !report.excess().ceiling().equals(limits(task).ceiling())) {
            return;
        }
        int index = report.run().replica().index();
        Task marked = transition.with(task, index, task.replica(index).with(report.excess()));
        Instant due = due(marked.replica(index), policy);
        transition.report(new TaskEvent.MemoryExceeded(
                report.run(),
                marked.replica(index).pid(),
                limits(marked).ceilingName(),
                report.excess(),
                due.isAfter(transition.now()) ? Optional.of(due) : Optional.empty()));
        transition.put(marked);
        carryOut(marked);
    }

    void recovered(Report.MemoryRecovered report) {
        Task task = running(report.run());
        int index = report.run().replica().index();
        if (task != null && task.replica(index).excess() != null) {
            transition.put(transition.with(task, index, task.replica(index).with((Excess) null)));
        }
    }

    void elapsed(Event.TaskElapsed event) {
        Task task = transition.tasks().find(event.task());
        if (task != null) {
            carryOut(task);
        }
    }

    /** Cancels the alarm when the last excess of a task is over. */
    static void over(Transition transition, Task task) {
        if (task.replicas().allMatch(replica -> replica.excess() == null)) {
            transition.disarm(task.name(), TaskAlarm.MEMORY_REPLACEMENT);
        }
    }

    /** The task with other limits, which are applied to its processes. */
    Task changed(Task task, Limits before) {
        Limits limits = limits(task);
        if (limits.equals(before)) {
            return task;
        }
        Task changed = task;
        for (int index = 0; index < task.size(); index++) {
            Replica replica = task.replica(index);
            if (replica.phase().live() && replica.state().run() != null) {
                transition.order(
                        new Order.Limit(Objects.requireNonNull(replica.state().run()), limits));
                changed = transition.with(changed, index, replica.with((Excess) null));
            }
        }
        return changed;
    }

    /** When a replica with an excess is old enough to be replaced. */
    static Instant due(Replica replica, Replacement policy) {
        return Objects.requireNonNull(replica.since()).plus(policy.minAge());
    }

    private @Nullable Task running(Run run) {
        Task task = transition.tasks().find(run.replica().task());
        int index = run.replica().index();
        boolean current = task != null
                && index < task.size()
                && task.replica(index).phase() == Phase.RUNNING
                && run.equals(task.replica(index).state().run());
        return current && !transition.draining() ? task : null;
    }

    private static Limits limits(Task task) {
        return task.definition().behaviour().limits();
    }

    /** Arms the alarm, and replaces a replica that is due. */
    private void carryOut(Task task) {
        Replacement policy = limits(task).replacement();
        if (policy == null) {
            return;
        }
        arm(task, policy);
        IntStream.range(0, task.definition().replicas())
                .filter(index -> {
                    Replica replica = task.replica(index);
                    return replica.excess() != null && !due(replica, policy).isAfter(transition.now());
                })
                .filter(index -> othersAreReady(task, index))
                .findFirst()
                .ifPresent(index -> new RollingUpdate(transition).replace(task, index, why(task, index)));
    }

    private static String why(Task task, int index) {
        Excess excess = Objects.requireNonNull(task.replica(index).excess());
        return "replica " + index + " uses " + excess.used().rounded() + " of memory, and "
                + limits(task).ceilingName() + " is " + excess.ceiling().text();
    }

    /** Whether the replacement leaves no more replicas out of service than the task allows. */
    private static boolean othersAreReady(Task task, int index) {
        int replicas = task.definition().replicas();
        long missing = IntStream.range(0, replicas)
                .filter(other -> other != index
                        && !task.held(other)
                        && !task.replica(other).ready())
                .count();
        return missing
                < task.definition().behaviour().updates().maxUnavailable().of(replicas);
    }

    private void arm(Task task, Replacement policy) {
        Instant soon = transition.now().plus(RETRY);
        IntStream.range(0, task.size())
                .mapToObj(task::replica)
                .filter(replica -> replica.excess() != null && replica.since() != null)
                .map(replica -> due(replica, policy))
                .map(due -> due.isAfter(transition.now()) ? due : soon)
                .min(Instant::compareTo)
                .ifPresent(next -> transition.arm(task.name(), TaskAlarm.MEMORY_REPLACEMENT, next));
    }
}
