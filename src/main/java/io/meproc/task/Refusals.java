package io.meproc.task;

import static io.meproc.task.Refusal.Reason.CONFLICT;
import static io.meproc.task.Refusal.Reason.INVALID_FIELD;
import static io.meproc.task.Refusal.Reason.UNKNOWN_REPLICA;
import static io.meproc.task.Refusal.Reason.UNKNOWN_TASK;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why a request can't be carried out. */
final class Refusals {
    private final Transition transition;

    Refusals(Transition transition) {
        this.transition = transition;
    }

    /** Why this of a listed task is not to be had, if it isn't. */
    Optional<Refusal> closed(Target target) {
        Task task = transition.tasks().find(target.task());
        if (transition.draining()) {
            return shuttingDown();
        } else if (task == null) {
            return unknown(target.task());
        } else if (task.removing()) {
            return refusal(UNKNOWN_TASK, "task '" + target.task() + "' is being removed");
        }
        Optional<Refusal> stale = stale(task, target.expected());
        return stale.isPresent() ? stale : outside(task, target.index());
    }

    private static Optional<Refusal> outside(Task task, @Nullable Integer index) {
        int replicas = task.definition().replicas();
        return index == null || Span.of(task.definition()).holds(index)
                ? Optional.empty()
                : refusal(
                        UNKNOWN_REPLICA,
                        "replica " + index + ": task '" + task.name() + "' has 0 to " + (replicas - 1));
    }

    /** The task has another revision than expected. */
    static Optional<Refusal> stale(Task task, @Nullable Long expected) {
        if (expected == null || expected == task.revision()) {
            return Optional.empty();
        }
        return refusal(
                CONFLICT,
                expected == 0
                        ? "task '" + task.name() + "' is listed already"
                        : "task '" + task.name() + "' has revision " + task.revision()
                                + ", not the expected one; read it again");
    }

    /** A revision is expected of a task that is not listed. */
    static Optional<Refusal> absent(String name, @Nullable Long expected) {
        return expected == null || expected == 0
                ? Optional.empty()
                : refusal(CONFLICT, "no task '" + name + "' is listed, but one was expected");
    }

    /** The definition closes a circle of tasks that wait for each other. */
    Optional<Refusal> circle(TaskDefinition definition) {
        return new Dependencies(transition.tasks())
                .cycle(definition)
                .map(names -> new Refusal(
                        INVALID_FIELD,
                        "deps: closes a circle of tasks that wait for each other: " + String.join(" -> ", names)));
    }

    /** All tasks together would take more than may be listed. */
    Optional<Refusal> full(TaskDefinition definition) {
        Tasks tasks = transition.tasks();
        return transition.rules().bounds().exceeded(tasks.totals(), tasks.totals(definition));
    }

    static Optional<Refusal> shuttingDown() {
        return Optional.of(Refusal.SHUTTING_DOWN);
    }

    static Optional<Refusal> unknown(String name) {
        return Optional.of(Refusal.unknownTask(name));
    }

    private static Optional<Refusal> refusal(Refusal.Reason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }
}
