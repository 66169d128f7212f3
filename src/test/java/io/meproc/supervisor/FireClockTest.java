package io.meproc.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.bus.SteadyClock;
import io.meproc.task.Event;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FireClockTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<String> fired = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static WallTime time(Clock wall) {
        return new WallTime(wall, SteadyClock.INSTANCE);
    }

    @Test
    void firesComeInTheOrderOfTheirTimesAndNeverEarly() {
        WallTime time = time(Clock.systemUTC());
        Instant start = time.instant();
        List<Boolean> early = new CopyOnWriteArrayList<>();
        vertx.runOnContext(turn -> {
            FireClock clock = new FireClock(vertx, time, event -> {
                fired.add(((Event.Due) event).task());
                early.add(event.at().isBefore(time.steady(start.plusMillis(30))));
            });
            clock.schedule("late", start.plusMillis(60));
            clock.schedule("early", start.plusMillis(30));
            clock.schedule("moved", start.plusMillis(1));
            clock.schedule("moved", start.plusMillis(90));
            clock.schedule("gone", start.plusMillis(30));
            clock.unschedule("gone");
        });
        await().until(() -> fired.size() == 3);
        assertThat(fired).containsExactly("early", "late", "moved");
        assertThat(early).containsOnly(false);
    }

    @Test
    void aFireThatBreaksKeepsNoOtherBack() {
        Instant soon = Instant.now().plusMillis(20);
        vertx.runOnContext(turn -> {
            vertx.getOrCreateContext().exceptionHandler(broken -> fired.add("told"));
            FireClock clock = new FireClock(vertx, time(Clock.systemUTC()), event -> {
                if (((Event.Due) event).task().equals("a")) {
                    throw new IllegalStateException("a breaks");
                }
                fired.add(((Event.Due) event).task());
            });
            clock.schedule("a", soon);
            clock.schedule("b", soon);
        });
        await().until(() -> fired.size() == 2);
        assertThat(fired).containsExactlyInAnyOrder("told", "b");
    }

    @Test
    void aClockSetBackIsTold() {
        SetClock wall = new SetClock(Instant.parse("2026-01-01T12:00:00Z"));
        vertx.runOnContext(turn -> {
            FireClock clock = new FireClock(
                    vertx, time(wall), event -> fired.add(event.getClass().getSimpleName()));
            clock.schedule("a", wall.instant().plusMillis(20));
            wall.now = wall.now.minusSeconds(3600);
        });
        await().until(() -> !fired.isEmpty());
        assertThat(fired).containsExactly("ClockSetBack");
    }

    @Test
    void aSmallStepBackIsWaitedOut() {
        SetClock wall = new SetClock(Instant.parse("2026-01-01T12:00:00Z"));
        vertx.runOnContext(turn -> {
            FireClock clock = new FireClock(
                    vertx, time(wall), event -> fired.add(event.getClass().getSimpleName()));
            clock.schedule("a", wall.instant().plusMillis(20));
            wall.now = wall.now.minusMillis(10);
            vertx.setTimer(60, id -> wall.now = wall.now.plusMillis(100));
        });
        await().until(() -> !fired.isEmpty());
        assertThat(fired).containsExactly("Due");
    }
}
