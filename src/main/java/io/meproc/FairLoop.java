package io.meproc;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that polls its sockets after {@value #QUANTUM_MILLIS} ms of tasks. Netty's own runs queued tasks for
 * up to a second before it polls again, and reads the clock only after every 64 tasks; the minimum that can be
 * configured is 100 ms ({@link SingleThreadIoEventLoop} of Netty 4.2.20).
 */
class FairLoop extends SingleThreadIoEventLoop {
    private static final long QUANTUM_MILLIS = 2;
    private static final long QUANTUM_NANOS = TimeUnit.MILLISECONDS.toNanos(QUANTUM_MILLIS);

    private long deadline = System.nanoTime();

    FairLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory io) {
        super(group, executor, io);
    }

    @Override
    protected boolean runAllTasks(long most) {
        deadline = System.nanoTime() + QUANTUM_NANOS;
        return super.runAllTasks(most);
    }

    /** The next task; null if there is none or the sockets are due. */
    @Override
    protected @Nullable Runnable pollTask() {
        return System.nanoTime() - deadline < 0 || isShuttingDown() ? super.pollTask() : null;
    }
}
