package io.meproc.task;

import static io.meproc.task.Phase.STUCK;

import java.util.Map;
import java.util.Set;
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
        return tasks.dependents().byCondition(task.name()).entrySet().stream()
                .filter(each -> each.getKey().kind().up())
                .map(Map.Entry::getValue)
                .flatMap(Set::stream)
                .distinct()
                .map(tasks::find)
                .filter(dependent -> dependent != null && runs(dependent));
    }

    /** Whether a process of the task lives that can be ended. */
    static boolean runs(Task task) {
        return task.live() > task.phaseCounts().in(STUCK);
    }
}
