package io.meproc.task;

import java.util.Optional;

/**
 * The limits for all tasks together.
 *
 * @param tasks the number of tasks
 * @param replicas the number of replicas, summed over the definitions
 * @param definitionBytes the bytes of the definitions, see {@link TaskDefinition#bytes}
 */
public record Bounds(int tasks, int replicas, long definitionBytes) {
    public static final int TASKS = 10_000;
    public static final int REPLICAS = 20_000;
    public static final Bounds DEFAULT = new Bounds(TASKS, REPLICAS, 32L << 20);

    /** The refusal if a total exceeds its limit, empty otherwise. A total that does not grow is always allowed. */
    Optional<Refusal> exceeded(Totals before, Totals after) {
        if (after.tasks() > tasks && after.tasks() > before.tasks()) {
            return refusal("limits.tasks", "tasks", tasks, after.tasks());
        } else if (after.replicas() > replicas && after.replicas() > before.replicas()) {
            return refusal("limits.replicas", "replicas in all", replicas, after.replicas());
        } else if (after.bytes() > definitionBytes && after.bytes() > before.bytes()) {
            return refusal("limits.definition_bytes", "bytes of definitions in all", definitionBytes, after.bytes());
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refusal(String setting, String what, long most, long wanted) {
        return Optional.of(new Refusal(
                Refusal.Reason.LIMIT_REACHED,
                "there would be " + wanted + " " + what + "; at most " + most + " are allowed. Remove tasks, or set "
                        + setting + " higher and start Meproc again"));
    }

    /** The totals over all tasks. */
    record Totals(int tasks, long replicas, long bytes) {
        static final Totals NONE = new Totals(0, 0, 0);

        Totals with(TaskDefinition definition) {
            return new Totals(tasks + 1, replicas + definition.replicas(), bytes + definition.bytes());
        }

        Totals without(TaskDefinition definition) {
            return new Totals(tasks - 1, replicas - definition.replicas(), bytes - definition.bytes());
        }
    }
}
