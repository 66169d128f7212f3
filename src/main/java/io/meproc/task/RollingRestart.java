package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.LINGERING;
import static io.meproc.task.Phase.RUNNING;
import static io.meproc.task.Phase.STARTING;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Refusal.Reason.ROLL_ENDED;

import io.meproc.task.WaitingRequest.Until;
import io.meproc.task.exit.End;
import java.util.List;
import java.util.Set;

/**
 * Restarts the running replicas of a task, one at a time.
 *
 * <p>The next replica is stopped only when the one before runs again and no fewer replicas run than at the beginning.
 * Otherwise the restart ends and the other replicas keep their processes: a broken command stops one replica, not
 * all.
 */
final class RollingRestart {
    private static final Set<Phase> UNDER_WAY = Set.of(STOPPING, ABORTING, STARTING);
    private static final Set<Phase> UP = Set.of(RUNNING, LINGERING);

    private final Transition transition;

    RollingRestart(Transition transition) {
        this.transition = transition;
    }

    /** The number of running replicas. */
    static int up(Task task) {
        return task.phaseCounts().in(RUNNING) + task.phaseCounts().in(LINGERING);
    }

    /** The task with a rolling restart before its first step. */
    Task begun(Task task) {
        Rolling first = new Rolling(
                -1, task.definition().replicas(), up(task), transition.incarnations(), transition.requester());
        return task.with(task.pending().rolls(first));
    }

    /** Restarts the next replica if its predecessor runs again. */
    Task resume(Task task) {
        Rolling rolling = task.pending().rolling();
        if (rolling == null) {
            return task;
        }
        int at = rolling.at();
        Phase phase = at < 0 ? RUNNING : task.replica(at).phase();
        if (UNDER_WAY.contains(phase)) {
            return task;
        } else if (phase != RUNNING) {
            return ended(task, at, "replica " + at + " did not come up: " + why(task, at));
        }
        int next = next(task, rolling);
        if (next == rolling.end()) {
            Task over = task.with(task.pending().rolls(null));
            transition.put(over);
            return over;
        } else if (up(task) < rolling.up()) {
            return ended(task, next - 1, "fewer replicas run than at the beginning" + missing(task, rolling));
        }
        List<String> blockers = new Waits(transition).blockers(task);
        return blockers.isEmpty()
                ? step(task, rolling.at(next))
                : ended(task, next - 1, "a start would have to wait for " + String.join(", ", blockers));
    }

    private Task step(Task task, Rolling rolling) {
        Task stopped = transition.of(rolling.by(), () -> transition.apply(task, rolling.at(), ReplicaState::stop));
        Task restarted = transition.apply(stopped, rolling.at(), ReplicaState::start);
        Task stepped = restarted.with(restarted.pending().rolls(rolling));
        transition.put(stepped);
        return stepped;
    }

    private static int next(Task task, Rolling rolling) {
        int next = rolling.at() + 1;
        while (next < rolling.end() && !outdated(task.replica(next), rolling)) {
            next++;
        }
        return next;
    }

    private static boolean outdated(Replica replica, Rolling rolling) {
        Run run = replica.state().run();
        return UP.contains(replica.phase()) && run != null && run.incarnation() <= rolling.newest();
    }

    private static String missing(Task task, Rolling rolling) {
        for (int index = 0; index < rolling.end(); index++) {
            End end = task.replica(index).history().last();
            if (!UP.contains(task.replica(index).phase()) && end != null) {
                return ": replica " + index + " is "
                        + task.replica(index).phase().words() + ", " + why(task, index);
            }
        }
        return "";
    }

    private static String why(Task task, int index) {
        End end = task.replica(index).history().last();
        return end == null ? task.replica(index).phase().words() : end.cause().words();
    }

    /** Ends a rolling restart because of another request. Replicas that were not restarted yet keep their processes. */
    Task interrupt(Task task) {
        return interrupt(task, "another request came");
    }

    /** Ends a rolling restart for the given reason. Replicas that were not restarted yet keep their processes. */
    Task interrupt(Task task, String why) {
        Rolling rolling = task.pending().rolling();
        return rolling == null ? task : ended(task, rolling.at(), why);
    }

    private Task ended(Task task, int last, String why) {
        String detail = why + "; " + kept(task, last);
        transition.report(new TaskEvent.RollEnded(task.name(), detail));
        List<WaitingRequest> waiters = task.pending().waiters();
        waiters.stream()
                .filter(waiter -> waiter.until() == Until.ROLLED)
                .forEach(waiter -> transition.answer(waiter.ticket(), Answer.refused(ROLL_ENDED, detail)));
        List<WaitingRequest> rest = waiters.stream()
                .filter(waiter -> waiter.until() != Until.ROLLED)
                .toList();
        Task ended = task.with(task.pending().rolls(null).with(rest));
        transition.put(ended);
        return ended;
    }

    private static String kept(Task task, int last) {
        int end = task.definition().replicas();
        return last + 1 < end
                ? "replicas " + (last + 1) + " to " + (end - 1) + " were left as they are"
                : "no other was left to restart";
    }
}
