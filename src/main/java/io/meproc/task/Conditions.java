package io.meproc.task;

import static io.meproc.task.Phase.BACKING_OFF;
import static io.meproc.task.Phase.LINGERING;
import static io.meproc.task.Phase.RUNNING;

import io.meproc.task.condition.Condition;
import io.meproc.task.condition.Requirement;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether tasks meet the requirements of others.
 *
 * <p>About a task as a whole, a condition is what a client of it needs: {@code started} and {@code ready} take one replica,
 * {@code failed} is one failed replica of a task that rests, and the others take every replica. A task that is not listed
 * meets {@code not-running} and nothing else.
 */
final class Conditions {
    private final Tasks tasks;
    private final Instant now;

    Conditions(Tasks tasks, Instant now) {
        this.tasks = tasks;
        this.now = now;
    }

    boolean met(Requirement requirement) {
        if (requirement instanceof Requirement.Any any) {
            return any.members().stream().anyMatch(this::met);
        } else if (requirement instanceof Requirement.All all) {
            return all.members().stream().allMatch(this::met);
        }
        return met((Condition) requirement);
    }

    boolean met(Condition condition) {
        Task task = tasks.find(condition.task());
        Integer index = condition.subject().index();
        if (task == null || (index != null && index >= task.definition().replicas())) {
            return condition.kind() == Condition.Kind.NOT_RUNNING;
        }
        return index == null ? whole(task, condition) : one(task, index, condition);
    }

    private boolean whole(Task task, Condition condition) {
        boolean every = condition.subject().every();
        return switch (condition.kind()) {
            case STARTED ->
                enough(task, task.phaseCounts().in(RUNNING) + task.phaseCounts().in(LINGERING), every);
            case READY -> enough(task, task.phaseCounts().ready(), every);
            case NOT_RUNNING -> task.live() == 0 && !task.waiting();
            case COMPLETED, SUCCEEDED -> rests(task) && replicas(task).allMatch(replica -> ended(replica, condition));
            case FAILED ->
                rests(task)
                        && (every
                                ? replicas(task).allMatch(replica -> ended(replica, condition))
                                : replicas(task).anyMatch(replica -> ended(replica, condition)));
        };
    }

    private static boolean enough(Task task, int count, boolean every) {
        return !task.leaving() && count >= (every ? task.definition().replicas() : 1);
    }

    private static boolean rests(Task task) {
        return task.live() == 0 && !task.waiting() && !task.phaseCounts().any(BACKING_OFF);
    }

    private static Stream<Replica> replicas(Task task) {
        return IntStream.range(0, task.definition().replicas()).mapToObj(task::replica);
    }

    private boolean one(Task task, int index, Condition condition) {
        Replica replica = task.replica(index);
        Phase phase = replica.phase();
        boolean down = !phase.live() && !task.starts(index);
        return switch (condition.kind()) {
            case STARTED -> !task.leaving() && (phase == RUNNING || phase == LINGERING);
            case READY -> !task.leaving() && replica.ready();
            case NOT_RUNNING -> down;
            case COMPLETED, SUCCEEDED, FAILED -> down && phase != BACKING_OFF && ended(replica, condition);
        };
    }

    /** Whether the last run of a replica that rests ended as the condition requires, and recently enough. */
    private boolean ended(Replica replica, Condition condition) {
        End last = replica.history().last();
        return last != null
                && (condition.within() == null
                        || !last.at().plus(condition.within()).isBefore(now))
                && is(last.cause(), condition.kind());
    }

    private static boolean is(Cause cause, Condition.Kind kind) {
        return switch (kind) {
            case SUCCEEDED -> cause.success() && !(cause instanceof Cause.Stopped || cause instanceof Cause.Replaced);
            case FAILED -> !cause.success();
            default -> true;
        };
    }

    /** The state of the task of a condition as a phrase: {@code db is backing off}. */
    static String state(@Nullable Task task, Condition condition) {
        Integer index = condition.subject().index();
        if (task == null) {
            return condition.task() + " is not listed";
        } else if (index != null && index >= task.definition().replicas()) {
            return condition.task() + " has no replica " + index;
        } else if (task.held()) {
            return condition.task() + " is stopped by request";
        }
        return condition.task() + " is " + task.condition();
    }
}
