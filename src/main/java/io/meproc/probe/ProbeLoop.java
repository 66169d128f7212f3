package io.meproc.probe;

import io.meproc.probe.Checker.Attempt;
import io.meproc.task.probe.Timing;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a check. There is at most one in flight: while a check that has timed out is not over, each further one counts
 * as failed and is not made. A result that comes late because this process had no time counts for nothing.
 */
final class ProbeLoop {
    /** A timer that is later than this was delayed by this process or by the machine, so that its check proves nothing. */
    static final Duration STALLED = Duration.ofMillis(500);

    /** The first checks of the runs that were started together are spread over at most this time. */
    private static final long MOST_JITTER = 1_000;

    /** The time in which a response that has arrived already is read. */
    private static final long LAST_TURN = 10;

    private final Timers timers;
    private final Checker checker;
    private final Timing timing;
    private final LongSupplier period;
    private final Consumer<Finding> findings;
    private boolean stopped;
    private boolean spread;
    private long timer = -1;
    private long deadline = -1;
    private long begun;
    private @Nullable Attempt attempt;
    private @Nullable Future<Void> ending;

    /** @param period the time from the begin of one check to that of the next in milliseconds, asked for after each */
    ProbeLoop(Timers timers, Checker checker, Timing timing, LongSupplier period, Consumer<Finding> findings) {
        this.timers = timers;
        this.checker = checker;
        this.timing = timing;
        this.period = period;
        this.findings = findings;
    }

    void start() {
        long jitter =
                (long) (timers.random() * Math.min(MOST_JITTER, timing.every().toMillis()) / 2);
        timer = timers.after(timing.delay().toMillis() + jitter, this::tick);
    }

    /** Makes no more checks, and ends the one in flight. */
    void stop() {
        stopped = true;
        timers.cancel(timer);
        timers.cancel(deadline);
        Attempt open = attempt;
        attempt = null;
        if (open != null) {
            open.abort();
        }
    }

    private void tick() {
        begun = timers.nanos();
        if (ending != null) {
            next(Finding.failed(checker.words() + ": the last check has not ended since its time-out"));
            return;
        }
        Attempt now = checker.begin();
        attempt = now;
        long due = begun + timing.timeout().toNanos();
        deadline = timers.after(timing.timeout().toMillis(), () -> late(now, due));
        now.finding().onComplete(found -> found(now, found));
    }

    private void found(Attempt of, AsyncResult<Finding> found) {
        if (attempt == of) {
            attempt = null;
            timers.cancel(deadline);
            next(
                    found.succeeded()
                            ? found.result()
                            : Finding.failed(
                                    checker.words() + ": " + found.cause().getMessage()));
        }
    }

    private void late(Attempt of, long due) {
        if (attempt == of) {
            deadline = timers.after(LAST_TURN, () -> timedOut(of, due));
        }
    }

    private void timedOut(Attempt of, long due) {
        if (attempt != of) {
            return;
        }
        attempt = null;
        Future<Void> over = of.abort();
        if (!over.isComplete()) {
            ending = over;
            over.onComplete(done -> ending = null);
        }
        boolean stalled = timers.nanos() - due > STALLED.toNanos();
        next(stalled ? null : Finding.failed(checker.words() + ": no result within " + words(timing.timeout())));
    }

    private static String words(Duration time) {
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private void next(@Nullable Finding finding) {
        if (finding != null) {
            findings.accept(finding);
        }
        if (!stopped) {
            long passed = TimeUnit.NANOSECONDS.toMillis(timers.nanos() - begun);
            timer = timers.after(finding == null ? 0 : Math.max(0, interval() - passed), this::tick);
        }
    }

    /** The first usual interval is shorter by chance, so that the checks of many runs stay spread. */
    private long interval() {
        long usual = period.getAsLong();
        if (spread || usual < timing.every().toMillis()) {
            return usual;
        }
        spread = true;
        return (long) (usual * (1 + timers.random()) / 2);
    }
}
