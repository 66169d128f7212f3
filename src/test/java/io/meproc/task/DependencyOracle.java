package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.condition.Condition;
import io.meproc.task.condition.Need;
import io.meproc.task.condition.Requirement;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Dependencies, computed anew from a whole table in the plainest way: replica by replica, without counts and without an
 * index. After each event nobody waits whose dependencies allow a start, and nobody was started whose dependencies did not.
 */
final class DependencyOracle {
    private final TaskTable table;
    private final Instant now;

    DependencyOracle(TaskTable table, Instant now) {
        this.table = table;
        this.now = now;
    }

    /** Checks the step from one table to the next. */
    static void check(TaskTable before, TaskTable after, Instant now) {
        if (after.mode() == Transition.Mode.OPEN) {
            new DependencyOracle(after, now).nobodyWaitsForNothing();
        }
        new DependencyOracle(before, now).nobodyStartsEarly(after);
    }

    private void nobodyWaitsForNothing() {
        table.stream()
                .filter(task -> task.waiting() && !task.leaving() && !alarmIsDue(task))
                .forEach(task -> assertThat(blocked(task))
                        .as("%s waits, so its dependencies do not allow a start", task.name())
                        .isTrue());
    }

    /** A start is early unless its conditions were met before the event or are after it. */
    private void nobodyStartsEarly(TaskTable after) {
        DependencyOracle then = new DependencyOracle(after, now);
        after.stream().forEach(task -> {
            Task earlier = table.find(task.name()).orElse(null);
            for (int index = 0; index < task.size(); index++) {
                if (starts(task.replica(index)) && !(earlier != null && same(earlier, task, index))) {
                    for (Need need : task.definition().behaviour().needs().all()) {
                        boolean allowed = met(need.requirement())
                                || then.met(need.requirement())
                                || (earlier != null && overdue(earlier, need));
                        assertThat(allowed)
                                .as(
                                        "%s:%d is started, so %s",
                                        task.name(), index, need.requirement().words())
                                .isTrue();
                    }
                }
            }
        });
    }

    private static boolean starts(Replica replica) {
        return replica.phase() == Phase.STARTING || replica.phase() == Phase.RESTARTING;
    }

    private static boolean same(Task earlier, Task task, int index) {
        Run run = task.replica(index).state().run();
        return index < earlier.size()
                && run != null
                && run.equals(earlier.replica(index).state().run());
    }

    /** Whether the alarm for a time limit has come due, and its event is still to be handled. */
    private boolean alarmIsDue(Task task) {
        Wait wait = task.pending().waited();
        return wait != null && wait.alarm() != null && !wait.alarm().isAfter(now);
    }

    private boolean blocked(Task task) {
        return blockedByName(task.definition().deps(), new HashSet<>(Set.of(task.name())))
                || task.definition().behaviour().needs().all().stream()
                        .anyMatch(need -> !met(need.requirement()) && !overdue(task, need));
    }

    private boolean blockedByName(List<String> names, Set<String> seen) {
        for (String name : names) {
            Task dep = seen.add(name) ? table.find(name).orElse(null) : null;
            if (dep != null
                    && (runs(dep)
                            || waits(dep)
                            || blockedByName(dep.definition().deps(), seen))) {
                return true;
            }
        }
        return false;
    }

    private boolean overdue(Task task, Need need) {
        Wait wait = task.pending().waited();
        return need.onTimeout() == Need.OnTimeout.START
                && need.timeout() != null
                && waits(task)
                && wait != null
                && !wait.since().plus(need.timeout()).isAfter(now);
    }

    private static boolean runs(Task task) {
        return task.replicas().anyMatch(replica -> replica.phase().live());
    }

    private static boolean waits(Task task) {
        return IntStream.range(0, task.size()).anyMatch(task::starts);
    }

    boolean met(Requirement requirement) {
        if (requirement instanceof Requirement.Any any) {
            return any.members().stream().anyMatch(this::met);
        } else if (requirement instanceof Requirement.All all) {
            return all.members().stream().allMatch(this::met);
        }
        Condition condition = (Condition) requirement;
        Task task = table.find(condition.task()).orElse(null);
        Condition.Kind kind = condition.kind();
        if (task == null) {
            return kind == Condition.Kind.NOT_RUNNING;
        }
        int count = task.definition().replicas();
        Integer index = condition.subject().index();
        if (index != null) {
            return index < count ? met(task, index, condition) : kind == Condition.Kind.NOT_RUNNING;
        } else if (kind == Condition.Kind.NOT_RUNNING) {
            return !runs(task) && !waits(task);
        } else if (kind.ended() && !rests(task)) {
            return false;
        }
        boolean one = !condition.subject().every()
                && (kind == Condition.Kind.STARTED || kind == Condition.Kind.READY || kind == Condition.Kind.FAILED);
        IntStream replicas = IntStream.range(0, count);
        return one
                ? replicas.anyMatch(each -> met(task, each, condition))
                : replicas.allMatch(each -> met(task, each, condition));
    }

    /** Whether nothing of the task runs, waits or is planned, surplus replicas included. */
    private static boolean rests(Task task) {
        return IntStream.range(0, task.size()).allMatch(index -> rests(task, index));
    }

    private static boolean rests(Task task, int index) {
        Phase phase = task.replica(index).phase();
        return !phase.live() && phase != Phase.BACKING_OFF && !task.starts(index);
    }

    private boolean met(Task task, int index, Condition condition) {
        Replica replica = task.replica(index);
        return switch (condition.kind()) {
            case STARTED -> !task.leaving() && (replica.phase() == Phase.RUNNING || replica.phase() == Phase.LINGERING);
            case READY -> !task.leaving() && replica.ready();
            case NOT_RUNNING -> !replica.phase().live() && !task.starts(index);
            case COMPLETED, SUCCEEDED, FAILED ->
                rests(task, index) && ended(replica.history().last(), condition);
        };
    }

    private boolean ended(@Nullable End last, Condition condition) {
        if (last == null
                || (condition.within() != null
                        && last.at().plus(condition.within()).isBefore(now))) {
            return false;
        }
        boolean stopped = last.cause() instanceof Cause.Stopped;
        return switch (condition.kind()) {
            case SUCCEEDED -> last.cause().success() && !stopped;
            case FAILED -> !last.cause().success() && !stopped;
            default -> true;
        };
    }
}
