package io.meproc.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.PassThroughCodec;
import io.meproc.task.Answer;
import io.meproc.task.Changes;
import io.meproc.task.Interval;
import io.meproc.task.Request;
import io.meproc.task.Rules;
import io.meproc.task.SentRequest;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskEvent;
import io.meproc.task.TaskTable;
import io.meproc.task.TaskType;
import io.meproc.task.command.Command;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.Requester;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A wall clock that is set under the supervisor. */
class WallTimeTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Rules RULES = new Rules(Duration.ofMillis(100), Duration.ofMillis(100), ZoneOffset.UTC);

    private final Vertx vertx = Vertx.vertx();
    private final FakeProcesses processes = new FakeProcesses(vertx);
    private final SetClock wall = new SetClock(NOON);
    private final List<TaskEvent> news = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        PassThroughCodec.install(vertx);
        done(processes.open());
        done(Consumers.<Changes>consume(
                vertx, Addresses.CHANGES, message -> news.addAll(message.body().events())));
        done(vertx.deployVerticle(new SupervisorVerticle(RULES, wall)));
    }

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void noDurationBreaksAndADaemonComesBackInItsTime(long seconds) throws Exception {
        assertThat(done(start("d"))).isEqualTo(Answer.DONE);
        wall.now = wall.now.plusSeconds(seconds);
        processes.ends(processes.alive.iterator().next());
        await().until(() -> told(TaskEvent.ProcessStarted.class).size() == 2);

        TaskEvent.ProcessExited exited = told(TaskEvent.ProcessExited.class).get(0);
        assertThat(exited.end().lasted()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        // A quick exit, so the second one in a row is delayed for longer.
        assertThat(exited.inARow()).isEqualTo(1);
        Duration wait = Duration.between(exited.end().at(), exited.next().orElseThrow());
        assertThat(wait).isBetween(Duration.ofMillis(1), Duration.ofMinutes(1));
    }

    @Test
    void aStopTakesAsLongAsItTakes() throws Exception {
        processes.deafTo("TERM");
        assertThat(done(start("d"))).isEqualTo(Answer.DONE);
        Future<Answer> removed = LocalBus.request(
                vertx, Addresses.REQUESTS, new SentRequest(new Request.Remove("d", true), Requester.SERVICE));
        await().until(() -> processes.signals.contains("TERM d:0"));
        wall.now = wall.now.minusSeconds(3600);
        assertThat(done(removed).toString()).contains("was killed").doesNotContain("in -");
    }

    @Test
    void shownTimesAreThoseOfTheWallClockThen() throws Exception {
        assertThat(done(start("d"))).isEqualTo(Answer.DONE);
        Instant since = shownSince();
        assertThat(since).isBetween(NOON.minusSeconds(1), NOON.plusSeconds(60));
        wall.now = wall.now.minusSeconds(3600);
        assertThat(shownSince()).isEqualTo(since);

        wall.now = wall.now.plusSeconds(60);
        processes.ends(processes.alive.iterator().next());
        await().until(() -> told(TaskEvent.ProcessStarted.class).size() == 2);
        assertThat(shownSince()).isBetween(NOON.minusSeconds(3541), NOON.minusSeconds(3480));
    }

    @Test
    void whatHappensWithTheSettingIsShownWithTheNewTime() throws Exception {
        wall.now = wall.now.minusSeconds(3600);
        assertThat(done(start("d"))).isEqualTo(Answer.DONE);
        TaskTable table = done(LocalBus.<TaskTable>request(vertx, Addresses.TABLE, ""));
        Instant asked = table.find("d").orElseThrow().lastAttempt().orElseThrow();
        assertThat(table.timeline().wall(asked)).isBetween(NOON.minusSeconds(3601), NOON.minusSeconds(3540));
    }

    private Instant shownSince() throws Exception {
        TaskTable table = done(LocalBus.<TaskTable>request(vertx, Addresses.TABLE, ""));
        Instant since = table.find("d").orElseThrow().replica(0).since();
        assertThat(since).isNotNull();
        return table.timeline().wall(since);
    }

    private <T extends TaskEvent> List<T> told(Class<T> kind) {
        return news.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Future<Answer> start(String name) {
        return LocalBus.request(
                vertx,
                Addresses.REQUESTS,
                new SentRequest(
                        new Request.Start(
                                new TaskDefinition(
                                        name,
                                        TaskType.DAEMON,
                                        new Command("true", null, null),
                                        1,
                                        List.of(),
                                        Interval.ofMillis(50),
                                        null,
                                        EndPolicy.DEFAULT),
                                true),
                        Requester.SERVICE));
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
