package io.meproc.supervisor;

import io.meproc.task.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Detects times in which this process did not run: it was stopped by SIGSTOP, had no processor, or the machine was
 * suspended.
 *
 * <p>A thread of its own sleeps and compares how much time has passed. An event loop that is busy, or blocked, does not
 * delay this thread. The monotonic clock stands still while the machine is suspended, and the uptime of the kernel does not
 * (clock_gettime(2), proc_uptime(5)).
 */
final class FreezeWatch implements AutoCloseable {
    /** A shorter time is not reported. */
    static final Duration LEAST = Duration.ofSeconds(10);

    private static final long PERIOD_MILLIS = 1_000;
    private static final Path UPTIME = Path.of("/proc/uptime");

    private final Duration least;
    private final LongSupplier monotonic;
    private final LongSupplier uptime;
    private final Supplier<Instant> steady;
    private long lastMonotonic;
    private long lastUptime;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param monotonic nanoseconds of a clock that stands still while the machine is suspended
     * @param uptime nanoseconds of one that does not
     * @param steady the time of the events
     */
    FreezeWatch(Duration least, LongSupplier monotonic, LongSupplier uptime, Supplier<Instant> steady) {
        this.least = least;
        this.monotonic = monotonic;
        this.uptime = uptime;
        this.steady = steady;
        this.lastMonotonic = monotonic.getAsLong();
        this.lastUptime = uptime.getAsLong();
    }

    /** The uptime of the kernel in nanoseconds; that of the JVM's clock where the kernel does not report it. */
    static long kernelUptime() {
        try {
            String text = Files.readString(UPTIME);
            return (long) (Double.parseDouble(text.substring(0, text.indexOf(' '))) * TimeUnit.SECONDS.toNanos(1));
        } catch (IOException | RuntimeException foreign) {
            return System.nanoTime();
        }
    }

    /** Begins to watch; {@code found} is called on the thread of the watch. */
    void open(Consumer<Event.Resumed> found) {
        Thread watch = new Thread(() -> run(found), "meproc-freeze-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void run(Consumer<Event.Resumed> found) {
        try {
            while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                Event.Resumed freeze = check();
                if (freeze != null) {
                    found.accept(freeze);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** The time since the last check, if the process did not run in it; null otherwise. */
    Event.@Nullable Resumed check() {
        long monotonicNow = monotonic.getAsLong();
        long uptimeNow = uptime.getAsLong();
        long monotonicPassed = monotonicNow - lastMonotonic;
        long passed = Math.max(monotonicPassed, uptimeNow - lastUptime);
        lastMonotonic = monotonicNow;
        lastUptime = uptimeNow;
        Duration length = Duration.ofNanos(passed).minusMillis(PERIOD_MILLIS);
        if (length.compareTo(least) < 0) {
            return null;
        }
        boolean suspended = passed - monotonicPassed > length.toNanos() / 2;
        return new Event.Resumed(length, suspended, steady.get());
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
