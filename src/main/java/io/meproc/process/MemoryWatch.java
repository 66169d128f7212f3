package io.meproc.process;

import io.meproc.bus.SteadyClock;
import io.meproc.process.context.Turns;
import io.meproc.process.scan.ControlGroup;
import io.meproc.process.scan.MemorySampler;
import io.meproc.task.Excess;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.limit.Limits;
import io.meproc.task.limit.Size;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the runs that use more memory than their tasks allow in the long term. One timer for all of them, which exists only
 * while there are such tasks, takes samples; an excess counts when every sample of its time shows it.
 *
 * <p>A sample of a control group is its {@code memory.current}: the kernel reclaims the page cache of a group at memory.high, so
 * that only what can't be reclaimed exceeds it, while the count {@code high} in memory.events also grows when a program reads files.
 */
final class MemoryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);
    private static final long SHORTEST_MILLIS = 250;
    private static final long LONGEST_MILLIS = 5_000;

    /** The number of samples within the shortest time of an excess. */
    private static final int SAMPLES = 4;

    private final MemorySampler sampler;
    private final Consumer<Report> reports;
    private final Turns turns;
    private final Clock clock;

    /** Added and removed by any thread; their progress changes in turns only. */
    private final Map<Run, Watched> runs = new ConcurrentHashMap<>();

    private boolean ticking;
    private volatile boolean closed;

    /** A watched run, and since when it exceeds its ceiling. */
    private static final class Watched {
        private final Limits limits;
        private final Size ceiling;
        private final Duration after;
        private final ControlGroup group;
        private @Nullable Instant since;
        private boolean reported;

        Watched(Limits limits, Size ceiling, Duration after, ControlGroup group) {
            this.limits = limits;
            this.ceiling = ceiling;
            this.after = after;
            this.group = group;
        }
    }

    MemoryWatch(MemorySampler sampler, Consumer<Report> reports, Turns turns) {
        this(sampler, reports, turns, SteadyClock.INSTANCE);
    }

    /** @param clock steady time */
    MemoryWatch(MemorySampler sampler, Consumer<Report> reports, Turns turns, Clock clock) {
        this.sampler = sampler;
        this.reports = reports;
        this.turns = turns;
        this.clock = clock;
    }

    /** Begins to watch a run, or begins anew with other limits; called by any thread. */
    void watch(Run run, Limits limits, ControlGroup group) {
        Size ceiling = limits.ceiling();
        if (ceiling == null || limits.replacement() == null) {
            runs.remove(run);
            return;
        }
        runs.put(run, new Watched(limits, ceiling, limits.replacement().after(), group));
        turns.after(0, this::tick);
    }

    /** Ends the watch of a run; called by any thread. */
    void forget(Run run) {
        if (!runs.isEmpty()) {
            runs.remove(run);
        }
    }

    void close() {
        closed = true;
        runs.clear();
    }

    /** The time between two samples. */
    private long period() {
        return runs.values().stream()
                .mapToLong(each -> each.after.toMillis() / SAMPLES)
                .map(millis -> Math.max(SHORTEST_MILLIS, Math.min(millis, LONGEST_MILLIS)))
                .min()
                .orElse(LONGEST_MILLIS);
    }

    private void tick() {
        if (!ticking && !closed && !runs.isEmpty()) {
            ticking = true;
            turns.after(period(), this::sample);
        }
    }

    private void sample() {
        if (closed) {
            return;
        }
        turns.aside(this::measure, this::judge, broken -> {
            LOG.error("The memory of runs could not be measured", broken);
            again();
        });
    }

    private void again() {
        ticking = false;
        tick();
    }

    private Map<Run, Long> measure() {
        Map<Run, Long> used = new HashMap<>();
        Map<Run, Long> ceilings = new HashMap<>();
        runs.forEach((run, watched) -> {
            if (watched.limits.memoryHigh() == null) {
                ceilings.put(run, watched.ceiling.bytes());
            } else {
                used.put(run, watched.group.memoryInUse());
            }
        });
        if (!ceilings.isEmpty()) {
            used.putAll(sampler.measure(ceilings));
        }
        return used;
    }

    private void judge(Map<Run, Long> used) {
        used.forEach((run, bytes) -> {
            Watched watched = runs.get(run);
            if (watched != null) {
                judge(run, watched, new Size(bytes));
            }
        });
        again();
    }

    private void judge(Run run, Watched watched, Size used) {
        Instant now = clock.instant();
        if (used.compareTo(watched.ceiling) <= 0) {
            watched.since = null;
            if (watched.reported) {
                watched.reported = false;
                reports.accept(new Report.MemoryRecovered(run, now));
            }
        } else if (watched.since == null) {
            watched.since = now;
        } else if (!watched.reported && !watched.since.plus(watched.after).isAfter(now)) {
            watched.reported = true;
            reports.accept(new Report.MemoryExceeded(run, now, new Excess(watched.since, used, watched.ceiling)));
        }
    }
}
