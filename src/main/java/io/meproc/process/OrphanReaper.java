package io.meproc.process;

import io.meproc.linux.Pids;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.spawn.NativeSupport;
import io.meproc.process.watch.PollInterval;
import io.meproc.process.watch.Reaper;
import io.meproc.process.watch.Subreaper;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaps orphans that have become children of this process: of process 1, or of a subreaper (prctl(2)). It checks once a second,
 * and more often while there are some.
 */
final class OrphanReaper implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanReaper.class);
    private static final int INIT = 1;
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    /**
     * The time for other code of this JVM to reap a child that it has started; {@link ProcessBuilder} takes
     * milliseconds.
     */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    /** With more orphans there may be thousands, and a scan is faster. */
    private static final int FEW = 16;

    private final IntPredicate ours;
    private final IntPredicate takes;
    private final boolean others;
    private final PollInterval interval = new PollInterval(FIRST_PAUSE, LONGEST_PAUSE);
    private final Thread thread = new Thread(this, "meproc-orphan-reaper");
    private final long self = ProcessHandle.current().pid();

    /** The leader that was the first zombie at the last pass; 0 for none. */
    private int leader;

    /** Zombie children of no known run, with the nanoseconds for which they have been seen. */
    private Map<ProcFiles.Stat, Long> dead = Map.of();

    /**
     * @param ours whether a pid is the leader of a run
     * @param takes reaps a zombie child of a known run; returns whether it is one
     * @param others whether zombie children of no known run are reaped after 5 s; false if they may belong to another
     * program
     */
    OrphanReaper(IntPredicate ours, IntPredicate takes, boolean others) {
        this.ours = ours;
        this.takes = takes;
        this.others = others;
        thread.setDaemon(true);
    }

    /** Starts the thread, unless orphans become children of another process. */
    OrphanReaper start() {
        boolean parent = self == INIT || (NativeSupport.obstacleToSpawning() == null && Subreaper.isSubreaper());
        if (parent && ProcFiles.there()) {
            thread.start();
        }
        return this;
    }

    @Override
    public void run() {
        long pause = interval.after(0);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                TimeUnit.NANOSECONDS.sleep(pause);
                long began = System.nanoTime();
                if (pass(pause)) {
                    interval.restart();
                }
                pause = interval.after(System.nanoTime() - began);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | LinkageError broken) {
                LOG.error("Orphans could not be reaped, trying again", broken);
                pause = LONGEST_PAUSE;
            }
        }
    }

    /** Reaps orphans; returns whether any was reaped. */
    private boolean pass(long waited) {
        boolean some = false;
        int first = Reaper.any();
        for (int taken = 0; taken < FEW && first > 0 && takes.test(first); taken++) {
            some = true;
            first = Reaper.any();
        }
        if (first <= 0) {
            dead = Map.of();
            return some;
        } else if (ours.test(first) && first != leader) {
            // The exit watcher is about to reap it.
            leader = first;
            return some;
        }
        leader = first;
        return scan(waited) || some;
    }

    /** Scans for zombies, since waitid(2) shows only the first one. */
    private boolean scan(long waited) {
        Map<ProcFiles.Stat, Long> before = dead;
        dead = Pids.all()
                .filter(pid -> !ours.test(pid))
                .mapToObj(ProcFiles::stat)
                .filter(stat -> stat != null && stat.state() == 'Z' && stat.parent() == self)
                .collect(Collectors.toMap(
                        stat -> stat, stat -> before.containsKey(stat) ? before.get(stat) + waited : 0L));
        boolean some = false;
        for (Map.Entry<ProcFiles.Stat, Long> each : dead.entrySet()) {
            int pid = each.getKey().pid();
            if (takes.test(pid)) {
                some = true;
            } else if (others && each.getValue() >= PATIENCE && !ours.test(pid)) {
                Reaper.reap(pid);
            }
        }
        return some;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
