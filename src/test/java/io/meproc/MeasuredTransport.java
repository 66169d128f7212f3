package io.meproc;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The service's event loops, measured by the CPU time of their threads: a busy machine makes them no slower. */
public final class MeasuredTransport extends FairTransport {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final AtomicLong longestTurn = new AtomicLong();
    private final AtomicLong longestRound = new AtomicLong();

    /** Forgets what was measured before. */
    public void reset() {
        longestTurn.set(0);
        longestRound.set(0);
    }

    /** The longest single task, or poll of the sockets with all that came of it. */
    public Duration longestTurn() {
        return Duration.ofNanos(longestTurn.get());
    }

    /** The longest time between two polls of the sockets. */
    public Duration longestRound() {
        return Duration.ofNanos(longestRound.get());
    }

    private static void note(AtomicLong longest, long since) {
        longest.accumulateAndGet(THREADS.getCurrentThreadCpuTime() - since, Math::max);
    }

    @Override
    FairLoop loop(MultiThreadIoEventLoopGroup group, Executor executor, IoHandlerFactory io) {
        return new FairLoop(group, executor, io) {
            private long polled;

            @Override
            protected int runIo() {
                long begun = THREADS.getCurrentThreadCpuTime();
                if (polled > 0) {
                    longestRound.accumulateAndGet(begun - polled, Math::max);
                }
                try {
                    return super.runIo();
                } finally {
                    note(longestTurn, begun);
                    polled = THREADS.getCurrentThreadCpuTime();
                }
            }

            @Override
            protected @Nullable Runnable pollTask() {
                Runnable task = super.pollTask();
                return task == null ? null : () -> measured(task);
            }
        };
    }

    private void measured(Runnable task) {
        long begun = THREADS.getCurrentThreadCpuTime();
        try {
            task.run();
        } finally {
            note(longestTurn, begun);
        }
    }
}
