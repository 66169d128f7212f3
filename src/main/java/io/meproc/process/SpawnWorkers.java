package io.meproc.process;

import io.meproc.process.context.Turns;
import io.meproc.task.Run;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that start processes. One thread starts one process after the other. When a start is stalled by a file
 * system that does not respond, another thread takes over, and the further starts of that task wait. So a task stalls
 * at most one thread.
 */
final class SpawnWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpawnWorkers.class);

    /** The most threads; if each of them is stalled by another task, every start waits. */
    private static final int MOST = 8;

    private static final long STALLED_MILLIS = 200;
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_MILLIS = 5_000;

    private final Consumer<SpawnAttempt> work;
    private final BiConsumer<SpawnAttempt, Long> givenUp;
    private final Turns turns;
    private final long patience;
    private final SpawnQueue waiting = new SpawnQueue();
    private final Map<String, SpawnAttempt> underWay = new HashMap<>();
    private final ExecutorService threads;

    /** The threads that are not stalled. */
    private int working;

    private boolean watching;
    private boolean closed;

    /**
     * Starts no thread yet.
     *
     * @param work spawns a process, or reports the failure
     * @param givenUp receives each attempt that was not prepared in time, and the nanoseconds for which it, or the
     * one before it, was in progress; called in a turn
     * @param patience the time limit of a preparation, in nanoseconds
     */
    SpawnWorkers(Consumer<SpawnAttempt> work, BiConsumer<SpawnAttempt, Long> givenUp, Turns turns, long patience) {
        this.work = work;
        this.givenUp = givenUp;
        this.turns = turns;
        this.patience = patience;
        AtomicInteger count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "meproc-spawn-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Adds an attempt; must be called in a turn. */
    void add(SpawnAttempt attempt) {
        SpawnAttempt before;
        synchronized (this) {
            before = underWay.get(attempt.task());
            if (before == null || !before.givenUp()) {
                waiting.add(attempt);
                open();
                return;
            }
        }
        attempt.prepares(before.preparing());
        givenUp.accept(attempt, before.age(System.nanoTime()));
    }

    /** Removes an attempt; returns false if it does not wait. */
    synchronized boolean cancel(Run run) {
        return waiting.cancel(run);
    }

    private void open() {
        if (!closed && working == 0 && underWay.size() < MOST && !waiting.isEmpty()) {
            working++;
            threads.execute(this::run);
        }
        if (!watching && !closed && (working > 0 || !underWay.isEmpty())) {
            watching = true;
            turns.after(STALLED_MILLIS, this::watch);
        }
    }

    private void run() {
        for (SpawnAttempt next = next(); next != null; next = finished(next) ? next() : null) {
            try {
                work.accept(next);
            } catch (RuntimeException | Error broken) {
                LOG.error("{} could not be started", next.run().replica(), broken);
            }
        }
    }

    private synchronized @Nullable SpawnAttempt next() {
        SpawnAttempt next = closed ? null : waiting.poll(underWay::containsKey);
        if (next == null) {
            working--;
            notifyAll();
        } else {
            next.begin(System.nanoTime());
            underWay.put(next.task(), next);
        }
        return next;
    }

    /** Whether the thread continues; one that was replaced does not. */
    private synchronized boolean finished(SpawnAttempt attempt) {
        underWay.remove(attempt.task());
        notifyAll();
        if (!attempt.stalled()) {
            return true;
        }
        if (working == 0) {
            working++;
            return true;
        }
        return false;
    }

    private void watch() {
        Map<SpawnAttempt, Long> late = new HashMap<>();
        synchronized (this) {
            watching = false;
            long now = System.nanoTime();
            for (SpawnAttempt attempt : List.copyOf(underWay.values())) {
                long age = attempt.age(now);
                if (!attempt.stalled() && age >= TimeUnit.MILLISECONDS.toNanos(STALLED_MILLIS)) {
                    attempt.stall();
                    working--;
                }
                if (age >= patience && attempt.giveUp()) {
                    late.put(attempt, age);
                    for (SpawnAttempt next : waiting.cancelAll(attempt.task())) {
                        next.prepares(attempt.preparing());
                        late.put(next, age);
                    }
                }
            }
            open();
        }
        late.forEach(givenUp);
    }

    /**
     * Begins no more attempts, and waits for the threads that are not stalled, within bounds; a stalled one ends when
     * it can.
     */
    @Override
    public synchronized void close() {
        closed = true;
        threads.shutdown();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        try {
            for (long left = CLOSE_MILLIS; working > 0 && left > 0; left = millisUntil(end)) {
                wait(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static long millisUntil(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime());
    }

    /** Removes the next waiting attempt; null if there is none. */
    synchronized @Nullable SpawnAttempt drain() {
        return waiting.poll(task -> false);
    }
}
