package io.meproc.process;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaps the orphans of a container where the supervisor is process 1 and {@link ExitWatcher} isn't there to do it: every
 * process that loses its parent becomes a child of process 1, and stays a zombie until that waits for it.
 */
final class OrphanReaper implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanReaper.class);
    private static final int INIT = 1;
    private static final long PAUSE_SECONDS = 1;

    /** The JVM's own reaper takes milliseconds; who is dead for so many passes has no other parent. */
    private static final int PASSES = 5;

    private final IntPredicate ours;
    private final Thread thread = new Thread(this, "meproc-orphan-reaper");
    private final long self = ProcessHandle.current().pid();
    private Map<ProcFiles.Stat, Integer> dead = Map.of();

    /** @param ours whether a pid is of a child that the supervisor has started */
    OrphanReaper(IntPredicate ours) {
        this.ours = ours;
        thread.setDaemon(true);
    }

    /** Does nothing where another process is the init. */
    OrphanReaper start() {
        if (self == INIT && ProcFiles.there()) {
            thread.start();
        }
        return this;
    }

    @Override
    public void run() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
                pass();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError broken) {
            LOG.error(
                    "Orphans of other processes stay zombies from now on; an init such as tini would reap them",
                    broken);
        }
    }

    private void pass() {
        Map<ProcFiles.Stat, Integer> before = dead;
        dead = Death.any() == 0
                ? Map.of()
                : ProcFiles.pids()
                        .filter(pid -> !ours.test(pid))
                        .mapToObj(ProcFiles::stat)
                        .filter(stat -> stat != null && stat.state() == 'Z' && stat.parent() == self)
                        .collect(Collectors.toMap(stat -> stat, stat -> before.getOrDefault(stat, 0) + 1));
        dead.forEach((stat, passes) -> {
            if (passes >= PASSES) {
                Death.reap(stat.pid());
            }
        });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
