package io.meproc.process;

import io.meproc.process.context.Turns;
import io.meproc.process.watch.PollInterval;
import io.meproc.task.Run;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs whose leader has ended while other processes live. One timer checks all of them, frequently at first and
 * every 50 ms later.
 */
final class LingeringRuns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LingeringRuns.class);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private final Map<Run, Runnable> looks = new ConcurrentHashMap<>();
    private final Turns turns;
    private final PollInterval interval = new PollInterval(FIRST_PAUSE);
    private long turn;
    private boolean hurrying;

    LingeringRuns(Turns turns) {
        this.turns = turns;
    }

    /** Calls {@code look} repeatedly until the run is removed. */
    void add(Run run, Runnable look) {
        looks.put(run, look);
        hurry();
    }

    void remove(Run run) {
        looks.remove(run);
    }

    /** Ends the checks; must be called in a turn. */
    @Override
    public synchronized void close() {
        looks.clear();
        turn++;
    }

    /** Checks frequently again, since a process may be about to end. */
    synchronized void hurry() {
        if (!hurrying && !looks.isEmpty()) {
            hurrying = true;
            interval.restart();
            lookAfter(interval.after(0));
        }
    }

    private void look(long due) {
        synchronized (this) {
            if (due != turn) {
                return;
            }
            hurrying = false;
        }
        long began = System.nanoTime();
        try {
            looks.forEach(LingeringRuns::look);
        } finally {
            goOn(System.nanoTime() - began);
        }
    }

    private static void look(Run run, Runnable look) {
        try {
            look.run();
        } catch (RuntimeException | Error broken) {
            LOG.error("What is left of {} could not be seen, trying again", run.replica(), broken);
        }
    }

    private synchronized void goOn(long cost) {
        if (!hurrying && !looks.isEmpty()) {
            lookAfter(interval.after(cost));
        }
    }

    private synchronized void lookAfter(long nanos) {
        long due = ++turn;
        turns.after(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), () -> look(due));
    }
}
