package io.meproc.probe;

import io.meproc.task.Notice;
import io.meproc.task.probe.Timing;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Expects WATCHDOG=1 of a run again and again, as in sd_notify(3). WATCHDOG=trigger is a failure at once, and
 * WATCHDOG_USEC= sets another time.
 */
final class Watchdog {
    private final Timers timers;
    private final Consumer<String> failed;
    private Duration period;
    private long due;
    private long timer;

    Watchdog(Timers timers, Duration period, Consumer<String> failed) {
        this.timers = timers;
        this.period = period;
        this.failed = failed;
        this.due = timers.nanos() + period.toNanos();
        this.timer = timers.after(period.toMillis(), this::elapsed);
    }

    private void elapsed() {
        long left = due - timers.nanos();
        if (left > 0) {
            timer = timers.after(TimeUnit.NANOSECONDS.toMillis(left) + 1, this::elapsed);
        } else if (-left > ProbeLoop.STALLED.toNanos()) {
            // This process had no time, and may have a message to read.
            due = timers.nanos() + ProbeLoop.STALLED.toNanos();
            timer = timers.after(ProbeLoop.STALLED.toMillis(), this::elapsed);
        } else {
            failed.accept("no WATCHDOG=1 within " + period.toMillis() / 1e3 + " s");
        }
    }

    void receive(Notice notice) {
        @Nullable Duration other = Microseconds.parse(notice.fields().get("WATCHDOG_USEC"));
        if (other != null && other.compareTo(Timing.LEAST) >= 0 && other.compareTo(Timing.LONGEST) <= 0) {
            period = other;
            restart();
        }
        @Nullable String word = notice.fields().get("WATCHDOG");
        if ("trigger".equals(word)) {
            close();
            failed.accept("WATCHDOG=trigger: the run reports a failure of its own");
        } else if ("1".equals(word)) {
            due = timers.nanos() + period.toNanos();
        }
    }

    private void restart() {
        timers.cancel(timer);
        due = timers.nanos() + period.toNanos();
        timer = timers.after(period.toMillis(), this::elapsed);
    }

    void close() {
        timers.cancel(timer);
    }
}
