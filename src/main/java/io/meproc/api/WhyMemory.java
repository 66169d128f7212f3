package io.meproc.api;

import io.meproc.task.Excess;
import io.meproc.task.Replica;
import io.meproc.task.Task;
import io.meproc.task.Timeline;
import io.meproc.task.limit.Limits;
import io.meproc.task.limit.Replacement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The phrases about runs that use too much memory in the reason for the state of a task. */
final class WhyMemory {
    private static final int MOST_REPLICAS = 5;

    private WhyMemory() {}

    /** @param now the wall-clock time */
    static List<String> words(Task task, Timeline times, Instant now) {
        Limits limits = task.definition().behaviour().limits();
        Replacement policy = limits.replacement();
        List<String> words = new ArrayList<>();
        for (int index = 0; policy != null && index < task.size() && words.size() < MOST_REPLICAS; index++) {
            Replica replica = task.replica(index);
            Excess excess = replica.excess();
            if (excess != null && replica.since() != null) {
                Instant due =
                        times.wall(Objects.requireNonNull(replica.since())).plus(policy.minAge());
                words.add(
                        (task.size() == 1 ? "" : "replica " + index + " ")
                                + "uses " + excess.used().rounded() + " of memory, more than " + limits.ceilingName()
                                + ", "
                                + excess.ceiling().text() + ", since " + times.wall(excess.since()) + ": "
                                + (due.isAfter(now)
                                        ? "it is replaced in " + Words.until(now, due)
                                                + ", when its process is old enough"
                                        : "it is replaced as soon as the other replicas are ready and no update is in progress"));
            }
        }
        return words;
    }
}
