package io.meproc.process;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that waits for all children. It peeks at whatever child has ended and takes only what is the
 * supervisor's own. While a stranger's child stands in front, it looks at its own ones by pid, with pauses.
 */
final class ExitWatcher implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExitWatcher.class);
    private static final long FIRST_PAUSE = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long PARKED_MILLIS = 50;
    private static final long ASLEEP_MILLIS = 2000;

    private final Children children;
    private final Consumer<Child> settle;
    private final Outsiders outsiders;
    private final WakeUpCall wakeUpCall;
    private final Strangers strangers;
    private final Pace pace = new Pace(FIRST_PAUSE);
    private final Thread thread;
    private volatile boolean closed;

    /** Starts a child that ends at once; gives its pid. */
    interface WakeUpCall {
        int pid() throws SpawnException;
    }

    /**
     * @param settle looks what is left of a child, and reports
     * @param outsiders those of the supervisor's own that are in no known group
     * @param wakeUpCall ends the sleep in the kernel
     */
    ExitWatcher(Children children, Consumer<Child> settle, Outsiders outsiders, WakeUpCall wakeUpCall) {
        this.children = children;
        this.settle = settle;
        this.outsiders = outsiders;
        this.strangers = new Strangers(pid -> children.group(pid) != null);
        this.wakeUpCall = wakeUpCall;
        this.thread = new Thread(this, "meproc-exit-watcher");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** To be called after each spawn: without children the thread sleeps. */
    void childBorn() {
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                watch();
            } catch (RuntimeException broken) {
                LOG.error("The exit watcher goes on after", broken);
                pause(Pace.CAP);
            }
        }
    }

    private void watch() {
        int pid = Death.await();
        if (closed) {
            return;
        }
        if (pid == -Errno.ECHILD) {
            sweep();
            if (!children.anyLeader()) {
                LockSupport.park(this);
            }
        } else if (pid > 0) {
            Child leader = children.leader(pid);
            if (leader != null) {
                settle.accept(leader);
                pace.restart();
            } else {
                meet(pid);
            }
        } else if (pid != -Errno.EINTR) {
            LOG.error("waitid: {}", Errno.words(-pid));
            pause(Pace.CAP);
        }
    }

    /** An orphan that the supervisor has adopted belongs to its group; everything else to somebody else. */
    private void meet(int pid) {
        int group = Syscalls.getpgid(pid);
        Child family = group == pid ? null : children.group(group);
        if (family != null) {
            Death.reap(pid);
            settle.accept(family);
            pace.restart();
        } else if (outsiders.took(pid)) {
            Death.reap(pid);
            pace.restart();
        } else {
            pass(pid);
        }
    }

    private void pass(int stranger) {
        long began = System.nanoTime();
        List<Integer> abandoned = strangers.abandoned();
        if (strangers.isNew(stranger)) {
            pace.restart();
        } else if (!abandoned.isEmpty()) {
            abandoned.forEach(Death::reap);
            LOG.debug("Collected abandoned processes: {}", abandoned);
            return;
        } else {
            sweep();
        }
        long pause = pace.after(System.nanoTime() - began);
        pause(pause);
        strangers.waited(pause);
    }

    private void sweep() {
        children.all().forEach(settle);
    }

    private void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !closed; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** Ends the thread, which may be asleep in the kernel until some child ends. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(PARKED_MILLIS);
            if (thread.isAlive()) {
                int pid = wakeUpCall.pid();
                thread.join(ASLEEP_MILLIS);
                Death.await(pid);
                Death.reap(pid);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (SpawnException failed) {
            LOG.warn("The exit watcher sleeps until some child of this JVM ends: {}", failed.getMessage());
        }
    }
}
