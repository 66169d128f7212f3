package io.meproc.api;

import io.meproc.task.Task;
import io.meproc.task.TaskType;
import io.meproc.task.cron.At;
import io.meproc.task.occasion.RunOccasion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Phrases about the schedule of a task: what it waits for, and why its runs were started. */
final class WhySchedule {
    private WhySchedule() {}

    static List<String> words(Task task, Instant now) {
        List<String> parts = new ArrayList<>();
        task.nextFire().ifPresent(fire -> parts.add("next fire at " + fire + ", in " + Words.until(now, fire)));
        task.pausedSince()
                .ifPresent(since ->
                        parts.add("its schedule is paused since " + since + "; it does not fire until it is resumed"));
        if (task.definition().cron() instanceof At at
                && task.nextFire().isEmpty()
                && task.pausedSince().isEmpty()
                && !at.instant().isAfter(now)) {
            parts.add("its time, " + at.instant() + ", has passed, so that it does not fire again");
        }
        if (!task.queue().isEmpty()) {
            int count = task.queue().size();
            parts.add((count == 1 ? "1 start waits" : count + " starts wait")
                    + " until its earlier runs are over, the first since "
                    + task.queue().get(0).due());
        }
        RunOccasion occasion = task.occasion(0);
        if (task.definition().type() == TaskType.CRON
                && occasion != null
                && task.definition().replicas() == 1
                && occasion.attempt() > 0) {
            parts.add("repetition " + occasion.attempt() + " of "
                    + task.definition().behaviour().schedule().retry().times() + " for "
                    + occasion.due());
        }
        return parts;
    }
}
