package io.meproc.supervisor;

import io.meproc.task.Run;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The alarms for runs, in steady time.
 *
 * @param <K> what has at most one alarm
 */
final class Alarms<K> {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Handles an alarm of a run that has gone off; {@code due} is the time for which it was armed. */
    interface Due {
        void goesOff(Run run, Instant due, Instant at);
    }

    private final Vertx vertx;
    private final WallTime clock;
    private final Due due;
    private final Map<K, Long> timers = new HashMap<>();

    Alarms(Vertx vertx, WallTime clock, Due due) {
        this.vertx = vertx;
        this.clock = clock;
        this.due = due;
    }

    void arm(K key, Run run, Instant until) {
        disarm(key);
        long nanos = Duration.between(clock.steady(), until).toNanos();
        long millis = Math.max(1, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        timers.put(key, vertx.setTimer(millis, id -> {
            timers.remove(key);
            due.goesOff(run, until, clock.steady());
        }));
    }

    void disarm(K key) {
        Long timer = timers.remove(key);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
