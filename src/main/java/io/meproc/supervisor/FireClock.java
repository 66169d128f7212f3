package io.meproc.supervisor;

import io.meproc.task.Event;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends {@link Event.Due} at the wall-clock time of a fire.
 *
 * <p>Timers count elapsed time, but the wall clock may be set or the machine suspended meanwhile. So there is one
 * timer for the next fire, and it never runs longer than {@link #LONGEST_SLEEP} before the clock is read again.
 * {@link Event.ClockSetBack} reports a clock that was set back by more than {@link #CORRECTION}. After a smaller
 * correction the fires wait until the clock has caught up, so that no minute fires twice.
 */
final class FireClock {
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
    private static final Duration CORRECTION = Duration.ofMinutes(1);
    private static final long NO_TIMER = -1;

    private record Fire(Instant at, String task) {}

    private final Vertx vertx;
    private final WallTime clock;
    private final Consumer<Event> events;
    private final Map<String, Fire> byTask = new HashMap<>();
    private final TreeSet<Fire> byTime =
            new TreeSet<>(Comparator.comparing(Fire::at).thenComparing(Fire::task));
    private Instant latestReading;
    private @Nullable Instant alarm;
    private long timer = NO_TIMER;

    FireClock(Vertx vertx, WallTime clock, Consumer<Event> events) {
        this.vertx = vertx;
        this.clock = clock;
        this.events = events;
        this.latestReading = clock.instant();
    }

    void schedule(String task, Instant at) {
        forget(task);
        Fire fire = new Fire(at, task);
        byTask.put(task, fire);
        byTime.add(fire);
        setTimer();
    }

    void unschedule(String task) {
        forget(task);
        setTimer();
    }

    private void forget(String task) {
        Fire fire = byTask.remove(task);
        if (fire != null) {
            byTime.remove(fire);
        }
    }

    private void setTimer() {
        Instant next = byTime.isEmpty() ? null : byTime.first().at();
        if (next != null && next.equals(alarm)) {
            return;
        }
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
        alarm = next;
        if (next != null) {
            Duration wait = Duration.between(clock.instant(), next);
            long millis = Math.min(wait.toMillis() + 1, LONGEST_SLEEP.toMillis());
            timer = vertx.setTimer(Math.max(1, millis), id -> wake());
        }
    }

    private void wake() {
        timer = NO_TIMER;
        alarm = null;
        try {
            check(clock.instant());
        } finally {
            setTimer();
        }
    }

    private void check(Instant now) {
        while (!byTime.isEmpty() && !byTime.first().at().isAfter(now)) {
            Fire fire = byTime.first();
            forget(fire.task());
            events.accept(new Event.Due(fire.task(), clock.steady(now)));
        }
        if (now.plus(CORRECTION).isBefore(latestReading)) {
            latestReading = now;
            events.accept(new Event.ClockSetBack(clock.steady(now)));
        } else if (now.isAfter(latestReading)) {
            latestReading = now;
        }
    }
}
