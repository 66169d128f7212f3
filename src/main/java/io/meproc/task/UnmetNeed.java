package io.meproc.task;

import io.meproc.task.condition.Condition;
import io.meproc.task.condition.Need;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A need for which a task waits.
 *
 * @param what the conditions as a phrase, such as {@code db to be ready}
 * @param states the states of the tasks that do not meet their conditions, such as {@code db is starting}
 * @param since when the wait began, in steady time; null if it has not begun
 * @param until when the time limit ends, in steady time; null without one
 * @param then what happens then
 */
public record UnmetNeed(
        String what,
        List<String> states,
        @Nullable Instant since,
        @Nullable Instant until,
        Need.OnTimeout then) {

    static UnmetNeed of(Need need, Task task, Tasks tasks, Instant at) {
        Conditions conditions = new Conditions(tasks, at);
        Wait wait = task.pending().waited();
        List<String> states = need.requirement()
                .conditions()
                .filter(condition -> !conditions.met(condition))
                .map((Condition condition) -> Conditions.state(tasks.find(condition.task()), condition))
                .distinct()
                .toList();
        return new UnmetNeed(
                need.requirement().words(),
                states,
                wait == null ? null : wait.since(),
                Waits.deadline(task, need),
                need.onTimeout());
    }
}
