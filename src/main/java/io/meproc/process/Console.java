package io.meproc.process;

import io.meproc.task.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the logs of runs to the supervisor's standard output, line by line, each line after the name of its replica.
 * The log is the buffer: a slow or stopped reader of standard output delays no process and nothing else in the
 * supervisor.
 */
final class Console implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LAST_WORDS_MILLIS = 2_000;

    private final Map<Run, ConsoleSource> sources = new ConcurrentHashMap<>();
    private final OutputStream out;
    private @Nullable Thread thread;
    private volatile boolean closed;

    Console(OutputStream out) {
        this.out = out;
    }

    /** Copies from the current end of the log on; must be called before the run may write. */
    void follow(Run run, Path log) {
        try {
            sources.put(run, ConsoleSource.at(log, run.replica().alias()));
            begin();
        } catch (IOException | RuntimeException unreadable) {
            LOG.warn(
                    "The output of {} is in its log, but can't be copied to the console: {}",
                    run.replica(),
                    unreadable.toString());
        }
    }

    /** Ends the copying after what the run has written so far. */
    void ends(Run run) {
        ConsoleSource source = sources.get(run);
        if (source != null) {
            source.end();
        }
    }

    private synchronized void begin() {
        if (thread == null && !closed) {
            thread = new Thread(this::copy, "meproc-console");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void copy() {
        boolean more = true;
        while (!closed || more) {
            more = false;
            for (Map.Entry<Run, ConsoleSource> each : sources.entrySet()) {
                more |= copy(each.getKey(), each.getValue());
            }
            if (!more && !closed) {
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    /** Copies a part; returns whether there may be more at once. */
    private boolean copy(Run run, ConsoleSource source) {
        try {
            boolean more = source.copy(out);
            if (source.isOver()) {
                sources.remove(run);
                source.close();
            }
            return more;
        } catch (IOException broken) {
            LOG.warn("The output of {} is no longer copied to the console: {}", run.replica(), broken.toString());
            sources.remove(run);
            source.close();
            return false;
        }
    }

    /** Copies the rest, for a bounded time. */
    @Override
    public void close() {
        Thread copying;
        synchronized (this) {
            closed = true;
            copying = thread;
        }
        if (copying == null) {
            return;
        }
        LockSupport.unpark(copying);
        try {
            copying.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sources.values().forEach(ConsoleSource::close);
    }
}
