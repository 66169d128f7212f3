package io.meproc.process;

import io.meproc.linux.Syscalls;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that waits for all children. It hears of ends by a {@link Bell} and takes only what is the supervisor's
 * own; a moment later it looks around for those that were not heard.
 */
final class ExitWatcher implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExitWatcher.class);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

    /** Between two looks are at least so many times what one costs: a tenth of one processor at most. */
    private static final int COST_FACTOR = 9;

    /** After so many that were not heard there may be thousands; to ask for each run is quicker then. */
    private static final int FEW = 4;

    /** In case that another part of the program has taken the bell down. */
    private static final long LONGEST_SILENCE = TimeUnit.SECONDS.toNanos(1);

    private final Abi abi;
    private final Children children;
    private final Consumer<Child> settle;
    private final Outsiders outsiders;
    private final Orphans orphans;
    private final boolean collectsOthers;
    private final Strangers strangers;
    private final Pace pace = new Pace(FIRST_PAUSE);
    private final Thread thread;
    private volatile @Nullable Bell bell;
    private volatile boolean closed;

    /** When to look around, by the clock of {@link System#nanoTime}. */
    private long next;

    /** What the last look has cost. */
    private long cost;

    /** How many it has taken. */
    private int taken;

    /** The pause since the last look, if it was made for a stranger that stands in the way. */
    private long patience;

    /**
     * @param settle looks what is left of a child, and reports
     * @param outsiders those of the supervisor's own that are in no known group
     * @param collectsOthers whether dead children of nobody known are collected; not where they may be another program's
     */
    ExitWatcher(
            Abi abi,
            Children children,
            Consumer<Child> settle,
            Outsiders outsiders,
            Orphans orphans,
            boolean collectsOthers) {
        this.abi = abi;
        this.children = children;
        this.settle = settle;
        this.outsiders = outsiders;
        this.orphans = orphans;
        this.collectsOthers = collectsOthers;
        this.strangers = new Strangers(pid -> children.group(pid) != null);
        this.thread = new Thread(this, "meproc-exit-watcher");
        thread.setDaemon(true);
    }

    /** Fails when nothing can be heard on this machine. */
    void start() {
        bell = Bell.hang(abi);
        thread.start();
    }

    @Override
    public void run() {
        next = System.nanoTime() + LONGEST_SILENCE;
        while (!closed) {
            try {
                listen(Objects.requireNonNull(bell));
            } catch (RuntimeException | Error broken) {
                LOG.error("The exit watcher goes on after", broken);
                next = System.nanoTime() + Pace.CAP;
            }
        }
    }

    private void listen(Bell ringing) {
        long millis = TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime()) + 1;
        int[] heard = ringing.await((int) Math.max(0, millis));
        for (int pid : heard) {
            take(pid);
        }
        long now = System.nanoTime();
        if (now - next >= 0) {
            boolean foundSome = lookAround();
            cost = System.nanoTime() - now;
            // Where there was something there may be more, and a look is no waste.
            long pause = foundSome ? FIRST_PAUSE : COST_FACTOR * cost;
            next = System.nanoTime() + Math.max(pause, patience == 0 && !foundSome ? LONGEST_SILENCE : patience);
        } else if (heard.length > 0 && patience == 0) {
            next = Math.min(next, now + Math.max(FIRST_PAUSE, COST_FACTOR * cost));
        }
    }

    /** Takes what has ended unheard; gives whether there was any. */
    private boolean lookAround() {
        taken = 0;
        int inTheWay = takeAll();
        if (inTheWay == 0) {
            patience = 0;
            strangers.isNew(0);
            return taken > 0;
        }
        if (strangers.isNew(inTheWay)) {
            pace.restart();
        } else {
            strangers.waited(patience);
            if (collectsOthers) {
                strangers.abandoned().forEach(Death::reap);
            }
        }
        sweep();
        patience = pace.after(0);
        return false;
    }

    /** Gives who stands in front and is somebody else's; 0 for nobody. */
    private int takeAll() {
        int last = 0;
        for (int pid = Death.any(); pid > 0; pid = Death.any()) {
            if (pid == last || !take(pid)) {
                return pid;
            }
            last = pid;
            if (++taken % FEW == 0) {
                sweep();
            }
        }
        return 0;
    }

    /** Whether it was the supervisor's own: the first process of a run, an orphan that it has adopted, or one that had left. */
    private boolean take(int pid) {
        Child leader = pid == 0 ? null : children.leader(pid);
        if (leader != null) {
            settle.accept(leader);
            return true;
        }
        int group = Syscalls.getpgid(pid);
        Child family = group == pid || pid == 0 ? null : children.group(group);
        if (family != null) {
            Death.reap(pid);
            settle.accept(family);
            return true;
        } else if (outsiders.took(pid)) {
            Death.reap(pid);
            return true;
        }
        orphans.ended(pid == 0 ? 0 : group);
        return false;
    }

    private void sweep() {
        children.all().forEach(settle);
    }

    @Override
    public void close() {
        closed = true;
        Bell ringing = bell;
        if (ringing == null) {
            return;
        }
        try {
            ringing.ring();
            thread.join();
            ringing.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
