package io.meproc.process.watch;

import com.sun.jna.Native;
import io.meproc.linux.Abi;
import io.meproc.linux.Errno;
import io.meproc.linux.Syscalls;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that detects the exits of processes, children or not, by a pidfd of each (pidfd_open(2)) and epoll(7). A process
 * without one is polled, at least once a second or with a tenth of one processor.
 */
public final class ExitWatcher implements Runnable, AutoCloseable {
    /** The value in place of a pidfd, if there is none. */
    public static final int NONE = -1;

    private static final Logger LOG = LoggerFactory.getLogger(ExitWatcher.class);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final int RLIMIT_NOFILE = 7;
    private static final long MOST_RESERVED = 1024;
    private static final int F_DUPFD_CLOEXEC = 1030;

    /**
     * Lower descriptors are reserved for a {@code ChildSetupBuilder}: a new process copies the descriptor table up to the
     * highest one in use.
     */
    private static final int LOWEST = 1024;

    /**
     * A process whose exit is awaited.
     *
     * @param settled reports an exit; returns true if nothing is left to report
     */
    private record Watch(int pidfd, BooleanSupplier settled) {}

    private final Map<Integer, Watch> awaited = new ConcurrentHashMap<>();
    private final Set<Watch> polled = ConcurrentHashMap.newKeySet();
    private final PollInterval interval = new PollInterval(FIRST_PAUSE, LONGEST_PAUSE);
    private final Thread thread = new Thread(this, "meproc-exit-watcher");
    private final Supplier<EventPoll> opening;
    private final long most;
    private volatile @Nullable EventPoll opened;
    private volatile boolean hurried;
    private volatile boolean closed;
    private boolean complained;

    /** The {@link System#nanoTime} of the next poll. */
    private long next = System.nanoTime();

    /** The duration of the last poll in nanoseconds. */
    private long cost;

    public ExitWatcher(Abi abi) {
        this(() -> Epoll.open(abi), mostDescriptors());
    }

    /**
     * @param opening fails with {@link IllegalStateException} without such descriptors
     * @param most the number of pidfds that may be open
     */
    public ExitWatcher(Supplier<EventPoll> opening, long most) {
        this.opening = opening;
        this.most = most;
        thread.setDaemon(true);
    }

    /**
     * The limit on open files (getrlimit(2)), less the half of it, at most 1,024, that is reserved for connections
     * and logs.
     */
    private static long mostDescriptors() {
        long[] limit = new long[2];
        if (Syscalls.getrlimit(RLIMIT_NOFILE, limit) != 0) {
            return 0;
        }
        // RLIM_INFINITY is the largest unsigned number.
        return limit[0] < 0 ? Long.MAX_VALUE : limit[0] - Math.min(limit[0] / 2, MOST_RESERVED);
    }

    /** Fails with {@link IllegalStateException} where epoll(7) is not available. */
    public void start() {
        opened = opening.get();
        thread.start();
    }

    /** Opens a pidfd for {@link #watch}; {@link #NONE} if the kernel refuses or too many are open. */
    public int descriptor(int pid) {
        if (awaited.size() >= most) {
            complain("the limit on open files leaves descriptors for " + most + " processes; raise it");
            return NONE;
        }
        int pidfd = Pidfd.open(pid);
        int errno = Native.getLastError();
        if (pidfd < 0 && errno != Errno.ESRCH) {
            complain("pidfd_open: " + Errno.words(errno));
        }
        return pidfd < 0 ? NONE : raised(pidfd);
    }

    private static int raised(int pidfd) {
        int high = Syscalls.fcntl(pidfd, F_DUPFD_CLOEXEC, LOWEST);
        if (high < 0) {
            return pidfd;
        }
        Syscalls.close(pidfd);
        return high;
    }

    /**
     * Waits for the exit of a process.
     *
     * @param pidfd the result of {@link #descriptor}; closed by this object
     * @param settled called by the watcher's thread after the exit, or at each poll; returns true if nothing is left
     * to be done
     */
    public void watch(int pidfd, BooleanSupplier settled) {
        Watch watch = new Watch(pidfd, settled);
        synchronized (this) {
            EventPoll waiting = opened;
            if (closed || waiting == null) {
                close(watch);
                return;
            }
            if (pidfd != NONE) {
                awaited.put(pidfd, watch);
                if (waiting.add(pidfd)) {
                    return;
                }
                complain("epoll_ctl: " + Errno.words(Native.getLastError()));
                awaited.remove(pidfd);
            }
            polled.add(watch);
            hurried = true;
            waiting.wake();
        }
    }

    private synchronized void complain(String why) {
        if (!complained) {
            complained = true;
            LOG.warn("Exits may be reported up to 1 s late: {}", why);
        }
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                turn(Objects.requireNonNull(opened));
            } catch (RuntimeException | Error broken) {
                LOG.error("The exit watcher failed and continues", broken);
                LockSupport.parkNanos(FIRST_PAUSE);
            }
        }
    }

    private void turn(EventPoll waiting) {
        for (int pidfd : waiting.await(polled.isEmpty() ? -1 : millisUntil(next))) {
            ended(waiting, pidfd);
        }
        if (hurried) {
            hurried = false;
            interval.restart();
            long soon = System.nanoTime() + interval.after(cost);
            next = soon - next < 0 ? soon : next;
        }
        if (!polled.isEmpty() && System.nanoTime() - next >= 0) {
            poll(waiting);
        }
    }

    private static int millisUntil(long nanos) {
        return (int) Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime()) + 1);
    }

    private void ended(EventPoll waiting, int pidfd) {
        Watch watch = awaited.get(pidfd);
        if (watch == null) {
            return;
        }
        if (settled(watch)) {
            polled.remove(watch);
            forget(waiting, watch);
        } else if (polled.add(watch)) {
            // The parent of the process, or a tracer (ptrace(2)), has to reap it first. It is polled as well, since
            // they may
            // not, and since older kernels do not report that.
            waiting.awaitHangUp(pidfd);
            hurried = true;
        } else {
            // Reaped, and still not settled: it is polled only.
            waiting.remove(pidfd);
            awaited.remove(pidfd);
        }
    }

    private void forget(EventPoll waiting, Watch watch) {
        if (awaited.remove(watch.pidfd(), watch)) {
            waiting.remove(watch.pidfd());
        }
        close(watch);
    }

    private void poll(EventPoll waiting) {
        long began = System.nanoTime();
        polled.removeIf(watch -> {
            boolean over = settled(watch);
            if (over) {
                forget(waiting, watch);
            }
            return over;
        });
        cost = System.nanoTime() - began;
        next = began + cost + interval.after(cost);
    }

    private static boolean settled(Watch watch) {
        try {
            return watch.settled().getAsBoolean();
        } catch (RuntimeException | Error broken) {
            LOG.error("The exit of a process could not be reported, trying again", broken);
            return false;
        }
    }

    private void close(Watch watch) {
        EventPoll waiting = opened;
        if (watch.pidfd() != NONE && waiting != null) {
            waiting.close(watch.pidfd());
        }
    }

    @Override
    public void close() {
        EventPoll waiting;
        synchronized (this) {
            closed = true;
            waiting = opened;
        }
        if (waiting == null) {
            return;
        }
        try {
            waiting.wake();
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        }
        Set<Watch> left = new HashSet<>(awaited.values());
        left.addAll(polled);
        left.forEach(this::close);
        waiting.close();
    }
}
