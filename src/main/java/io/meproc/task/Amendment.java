package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;

import java.util.Objects;
import java.util.Set;

/**
 * Another definition for a listed task. What the processes were made from, the command and the type, starts anew;
 * the rest takes effect as it is asked for next. A run keeps the time limit, and what outlives its first process is
 * watched for, as these were when the run began.
 */
final class Amendment {
    private static final Set<Phase> ENDING = Set.of(STOPPING, ABORTING, STUCK);

    private final Turn turn;
    private final TaskDefinition wanted;

    Amendment(Turn turn, TaskDefinition wanted) {
        this.turn = turn;
        this.wanted = wanted;
    }

    void carryOut(Task task) {
        TaskDefinition before = task.definition();
        boolean held = task.held();
        boolean anew = !before.command().equals(wanted.command()) || before.type() != wanted.type();
        Task amended = task.redefined(wanted).revised(turn.revision());
        boolean other = !before.with(wanted.replicas()).equals(wanted);
        for (int index = 0; index < amended.size(); index++) {
            amended = other ? turn.apply(amended, index, (state, t) -> t.recovered(state)) : amended;
            if (index >= wanted.replicas()) {
                amended = turn.apply(amended.hold(Span.only(index)), index, ReplicaState::stop);
            } else if (index >= before.replicas()) {
                amended = added(amended, index, held);
            } else if (anew && !amended.held(index)) {
                amended = renewed(amended, index, before.type());
            }
        }
        boolean rescheduled = !Objects.equals(before.cron(), wanted.cron());
        amended = rescheduled || amended.held() ? turn.conduct().schedule(amended) : amended;
        tell(before);
        turn.fellSilent();
        turn.conduct().attempt(anew ? stops(amended, task) : amended);
    }

    private static Task stops(Task amended, Task task) {
        return amended.tally().any(STOPPING, ABORTING) && !task.tally().any(STOPPING, ABORTING)
                ? amended.stopping(true)
                : amended;
    }

    /** One that the task did not have, or that is surplus from an earlier time. */
    private Task added(Task task, int index, boolean held) {
        if (held) {
            return task.hold(Span.only(index));
        }
        return wanted.type() == TaskType.CRON ? task.released(index) : task.toStart(index);
    }

    private Task renewed(Task task, int index, TaskType before) {
        Phase phase = task.replica(index).phase();
        boolean cron = wanted.type() == TaskType.CRON;
        if (ENDING.contains(phase)) {
            return task;
        } else if (phase.live()) {
            return turn.apply(task, index, ReplicaState::stop).toStart(index);
        } else if (cron) {
            return phase == Phase.BACKING_OFF && before != wanted.type()
                    ? turn.apply(task, index, ReplicaState::stop)
                    : task;
        }
        return phase == Phase.BACKING_OFF || before != wanted.type() ? task.toStart(index) : task;
    }

    private void tell(TaskDefinition before) {
        if (before.replicas() != wanted.replicas()) {
            turn.tell(new News.TaskScaled(wanted.name(), before.replicas(), wanted.replicas()));
        }
        if (!before.with(wanted.replicas()).equals(wanted)) {
            turn.tell(new News.TaskChanged(wanted.name(), turn.revision()));
        }
    }
}
