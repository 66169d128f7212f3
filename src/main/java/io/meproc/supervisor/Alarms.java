package io.meproc.supervisor;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The alarms for runs and tasks, in steady time.
 *
 * @param <K> what has at most one alarm
 * @param <S> the subject of an alarm
 */
final class Alarms<K, S> {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Handles an alarm that has gone off; {@code due} is the time for which it was armed. */
    interface Due<S> {
        void goesOff(S subject, Instant due, Instant at);
    }

    private final Vertx vertx;
    private final WallTime clock;
    private final Due<S> due;
    private final Map<K, Long> timers = new HashMap<>();

    Alarms(Vertx vertx, WallTime clock, Due<S> due) {
        this.vertx = vertx;
        this.clock = clock;
        this.due = due;
    }

    void arm(K key, S subject, Instant until) {
        disarm(key);
        long nanos = Duration.between(clock.steady(), until).toNanos();
        long millis = Math.max(1, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        timers.put(key, vertx.setTimer(millis, id -> {
            timers.remove(key);
            due.goesOff(subject, until, clock.steady());
        }));
    }

    void disarm(K key) {
        Long timer = timers.remove(key);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
