package io.meproc.probe;

import io.meproc.task.Notice;
import io.meproc.task.probe.Timing;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for READY=1 of a run; EXTEND_TIMEOUT_USEC= moves the end of the wait, as in sd_notify(3). */
final class NotifyStart {
    private final Timers timers;
    private final Consumer<String> started;
    private final Consumer<String> failed;
    private final Duration limit;
    private long due;
    private long timer;

    NotifyStart(Timers timers, Duration limit, Consumer<String> started, Consumer<String> failed) {
        this.timers = timers;
        this.limit = limit;
        this.started = started;
        this.failed = failed;
        this.due = timers.nanos() + limit.toNanos();
        this.timer = timers.after(limit.toMillis(), this::elapsed);
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
            failed.accept("no READY=1 within " + limit.toMillis() / 1e3 + " s");
        }
    }

    void receive(Notice notice) {
        if ("1".equals(notice.fields().get("READY"))) {
            close();
            started.accept("READY=1");
            return;
        }
        @Nullable Duration extension = Microseconds.parse(notice.fields().get("EXTEND_TIMEOUT_USEC"));
        if (extension != null) {
            Duration most = extension.compareTo(Timing.LONGEST) > 0 ? Timing.LONGEST : extension;
            due = Math.max(due, timers.nanos() + most.toNanos());
        }
    }

    void close() {
        timers.cancel(timer);
    }
}
