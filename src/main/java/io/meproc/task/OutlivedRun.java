package io.meproc.task;

import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.StopPlan;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run that is over, and the processes of it that were found since and are being ended.
 *
 * @param leader the pid of the run's leader; 0 if it is not known
 * @param plan how its processes are stopped
 * @param left the processes that were found; some of them may have ended
 * @param alarm when the alarm goes off; null if none is armed
 */
record OutlivedRun(
        Run run,
        long leader,
        StopPlan plan,
        List<Leftover> left,
        StopStage stage,
        @Nullable Instant alarm) {

    private static final int MOST = 10_000;

    /** Whether nothing more can be done about the processes. */
    boolean stuck() {
        return stage instanceof StopStage.Stuck;
    }

    /** The processes that have survived SIGKILL. */
    List<Leftover> survivors() {
        return stage instanceof StopStage.Stuck stuck && !stuck.survivors().isEmpty() ? stuck.survivors() : left;
    }

    /** Filters out the processes that were found before. */
    List<Leftover> unknown(List<Leftover> processes) {
        Set<Long> known = left.stream().map(Leftover::pid).collect(Collectors.toSet());
        return processes.stream()
                .filter(process -> !known.contains(process.pid()))
                .toList();
    }

    /** With processes that were found later; the oldest are forgotten, which have ended if a process starts so many. */
    OutlivedRun with(List<Leftover> more) {
        List<Leftover> all = Stream.concat(left.stream(), more.stream()).toList();
        List<Leftover> newest = all.subList(Math.max(0, all.size() - MOST), all.size());
        return new OutlivedRun(run, leader, plan, List.copyOf(newest), stage, alarm);
    }

    OutlivedRun reaches(StopStage next, @Nullable Instant until) {
        return new OutlivedRun(run, leader, plan, left, next, until);
    }
}
