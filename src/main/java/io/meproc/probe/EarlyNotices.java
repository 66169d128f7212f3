package io.meproc.probe;

import io.meproc.task.Notice;
import io.meproc.task.Run;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The messages of runs whose start the supervisor has not reported yet; the latest ones, for a short time. */
final class EarlyNotices {
    private static final long KEPT = TimeUnit.SECONDS.toNanos(30);
    private static final int MOST_RUNS = 10_000;
    private static final int MOST_OF_RUN = 16;

    private record Early(long since, List<Notice> notices) {}

    private final Map<Run, Early> byRun = new LinkedHashMap<>();

    /** @param nanos the current {@link System#nanoTime} */
    void add(Notice notice, long nanos) {
        Iterator<Early> oldest = byRun.values().iterator();
        while (oldest.hasNext() && (oldest.next().since() + KEPT < nanos || byRun.size() >= MOST_RUNS)) {
            oldest.remove();
        }
        List<Notice> notices = byRun.computeIfAbsent(notice.run(), run -> new Early(nanos, new ArrayList<>()))
                .notices();
        if (notices.size() < MOST_OF_RUN) {
            notices.add(notice);
        }
    }

    /** Removes the messages of a run, and returns them in their order. */
    List<Notice> remove(Run run) {
        Early early = byRun.remove(run);
        return early == null ? List.of() : early.notices();
    }
}
