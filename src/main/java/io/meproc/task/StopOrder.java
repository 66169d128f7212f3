package io.meproc.task;

import static io.meproc.task.Phase.BACKING_OFF;
import static io.meproc.task.Phase.LINGERING;
import static io.meproc.task.Phase.RESTARTING;
import static io.meproc.task.Phase.RUNNING;
import static io.meproc.task.Phase.STARTING;
import static io.meproc.task.Phase.STUCK;
import static io.meproc.task.Phase.TIMING_OUT;

import io.meproc.task.condition.Condition;
import io.meproc.task.condition.Need;
import io.meproc.task.exit.StopPlan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The order in which tasks are stopped: a task that needs another one to be started or ready ends before that one is
 * signalled. A task that survives SIGKILL is not waited for.
 */
final class StopOrder {
    private final Tasks tasks;

    StopOrder(Tasks tasks) {
        this.tasks = tasks;
    }

    /** The running tasks that need this one while they run. */
    Stream<Task> before(Task task) {
        return dependents(task).filter(StopOrder::runs);
    }

    private Stream<Task> dependents(Task task) {
        return tasks.dependents().byCondition(task.name()).entrySet().stream()
                .filter(each -> each.getKey().kind().up())
                .map(Map.Entry::getValue)
                .flatMap(Set::stream)
                .distinct()
                .flatMap(name -> Stream.ofNullable(tasks.find(name)));
    }

    /** Whether the stop of a task waits for others, which are being stopped or will be because they need this one. */
    boolean waits(Task task) {
        return before(task).anyMatch(dependent -> ends(dependent) || stopsOnLoss(dependent));
    }

    /** A task that is to be stopped, without the restart that follows the end of one of its runs. */
    static Task settled(Transition transition, Task task, int index) {
        if (!task.leaving() || task.replica(index).phase() != BACKING_OFF) {
            return task;
        }
        Task rests = transition.apply(task, index, ReplicaState::stop);
        return task.held(index) ? rests : rests.toStart(Indices.of(new Span(index, index + 1)));
    }

    /** Whether others that are being stopped have to end before this task is stopped. */
    boolean waitsOn(Task task) {
        return before(task).anyMatch(StopOrder::ends);
    }

    private static boolean ends(Task task) {
        return task.leaving() || !task.phaseCounts().any(STARTING, RESTARTING, RUNNING, LINGERING, TIMING_OUT);
    }

    private static boolean stopsOnLoss(Task task) {
        return task.definition().behaviour().needs().all().stream().anyMatch(need -> need.onLoss() == Need.OnLoss.STOP);
    }

    /**
     * The time that it may take to stop every task in order: the longest sum of stop plans along dependencies, at most
     * {@link StopPlan#MAX_LENGTH} before the last one begins.
     */
    Duration longest(Rules rules) {
        Map<String, Integer> open = new HashMap<>();
        Map<String, Duration> waits = new HashMap<>();
        Deque<Task> ready = new ArrayDeque<>();
        tasks.stream().forEach(task -> {
            int dependents = (int) dependents(task).count();
            open.put(task.name(), dependents);
            if (dependents == 0) {
                ready.add(task);
            }
        });
        Duration longest = Duration.ZERO;
        while (!ready.isEmpty()) {
            Task task = ready.remove();
            Duration length = waits.getOrDefault(task.name(), Duration.ZERO)
                    .plus(task.definition().ends().stop().length(rules.grace()))
                    .plus(rules.lastResort().multipliedBy(2));
            longest = max(longest, length);
            for (String needed : needed(task)) {
                waits.merge(needed, min(length, StopPlan.MAX_LENGTH), StopOrder::max);
                Task other = tasks.find(needed);
                if (other != null && open.merge(needed, -1, Integer::sum) == 0) {
                    ready.add(other);
                }
            }
        }
        return longest;
    }

    private static Set<String> needed(Task task) {
        return task.definition()
                .behaviour()
                .needs()
                .conditions()
                .filter(condition -> condition.kind().up())
                .map(Condition::task)
                .collect(Collectors.toSet());
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Whether a process of the task lives that can be ended. */
    static boolean runs(Task task) {
        return task.live() > task.phaseCounts().in(STUCK);
    }
}
