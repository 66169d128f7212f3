package io.meproc.task;

import static io.meproc.task.Refusal.Reason.CONFLICT;
import static io.meproc.task.Refusal.Reason.INVALID_FIELD;
import static io.meproc.task.Refusal.Reason.UNKNOWN_REPLICA;
import static io.meproc.task.Refusal.Reason.UNKNOWN_TASK;

import io.meproc.task.hook.Hooks;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checks that refuse a request. */
final class Refusals {
    private final Transition transition;

    Refusals(Transition transition) {
        this.transition = transition;
    }

    /** The refusal if the target can't be changed now, empty otherwise. */
    Optional<Refusal> closed(Target target) {
        Task task = transition.tasks().find(target.task());
        if (transition.draining()) {
            return shuttingDown();
        } else if (task == null) {
            return unknown(target.task());
        } else if (task.removing()) {
            return refusal(UNKNOWN_TASK, "task '" + target.task() + "' is being removed");
        }
        Optional<Refusal> unexpected = unexpected(task.name(), task, target.expected());
        return unexpected.isPresent() ? unexpected : outside(task, target.index());
    }

    private static Optional<Refusal> outside(Task task, @Nullable Integer index) {
        int replicas = task.definition().replicas();
        return index == null || Span.of(task.definition()).holds(index)
                ? Optional.empty()
                : refusal(
                        UNKNOWN_REPLICA,
                        "replica " + index + ": task '" + task.name() + "' has 0 to " + (replicas - 1));
    }

    /**
     * The refusal if the task does not meet the precondition, empty otherwise; null stands for a task that is not
     * listed.
     */
    static Optional<Refusal> unexpected(String name, @Nullable Task task, Expected expected) {
        if (expected.metBy(task)) {
            return Optional.empty();
        } else if (task == null) {
            return refusal(CONFLICT, "no task '" + name + "' is listed, but one was expected");
        }
        return refusal(
                CONFLICT,
                expected instanceof Expected.Absent
                        ? "task '" + name + "' is listed already"
                        : "task '" + name + "' has revision " + task.revision()
                                + ", not the expected one; read it again");
    }

    /** The refusal if the definition closes a cycle of dependencies, empty otherwise. */
    Optional<Refusal> cycle(TaskDefinition definition) {
        return new Dependencies(transition.tasks())
                .cycle(definition)
                .map(names -> new Refusal(
                        INVALID_FIELD,
                        "deps: closes a cycle of tasks that wait for each other: " + String.join(" -> ", names)));
    }

    /** The refusal if the settings do not allow a target of the definition's hooks, unless the task has them already. */
    Optional<Refusal> hooks(TaskDefinition definition) {
        Hooks hooks = definition.behaviour().hooks();
        Task listed = transition.tasks().find(definition.name());
        boolean unchanged =
                listed != null && listed.definition().behaviour().hooks().equals(hooks);
        return hooks.on().isEmpty() || unchanged
                ? Optional.empty()
                : transition.rules().hooks().fault(hooks).map(fault -> new Refusal(INVALID_FIELD, fault));
    }

    /** The refusal if all tasks together would exceed a limit, empty otherwise. */
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
