package io.meproc.task;

import io.meproc.task.cron.CronPattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The fires of a cron task that were missed because the process or the machine was suspended or the clock was set
 * forward. They are reported and not run.
 */
record MissedFires(Transition transition, Task task, Instant late) {
    /** Bounds the work: after days of suspension there may be thousands. */
    private static final int MOST = 100;

    void report() {
        List<Instant> missed = new ArrayList<>();
        Instant after = late;
        while (missed.size() < MOST) {
            Instant next = next(after);
            if (next.isAfter(transition.wallNow())) {
                break;
            }
            missed.add(next);
            after = next;
        }
        if (!missed.isEmpty()) {
            transition.report(new TaskEvent.FireSkipped(
                    task.name(), missed.get(0), "Meproc was suspended at that time" + others(missed)));
        }
    }

    private Instant next(Instant after) {
        CronPattern cron = Objects.requireNonNull(task.definition().cron());
        return cron.next(after, transition.rules().zone()).orElse(Instant.MAX);
    }

    private static String others(List<Instant> missed) {
        int more = missed.size() - 1;
        String least = missed.size() == MOST ? "no fewer than " : "";
        return more == 0 ? "" : ", and at " + least + more + " later fires, until " + missed.get(more);
    }
}
