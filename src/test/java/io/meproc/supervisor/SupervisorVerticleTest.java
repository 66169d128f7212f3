package io.meproc.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.bus.PassThroughCodec;
import io.meproc.bus.SteadyClock;
import io.meproc.task.Adoption;
import io.meproc.task.Answer;
import io.meproc.task.Answer.Change.Kind;
import io.meproc.task.Changes;
import io.meproc.task.Event;
import io.meproc.task.Expected;
import io.meproc.task.Indices;
import io.meproc.task.Interval;
import io.meproc.task.Order;
import io.meproc.task.Refusal;
import io.meproc.task.ReplicaId;
import io.meproc.task.ReplicaRecord;
import io.meproc.task.Report;
import io.meproc.task.Request;
import io.meproc.task.Rules;
import io.meproc.task.Run;
import io.meproc.task.RunRecord;
import io.meproc.task.SentRequest;
import io.meproc.task.StoredTable;
import io.meproc.task.Target;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskEvent;
import io.meproc.task.TaskRecord;
import io.meproc.task.TaskTable;
import io.meproc.task.TaskTimes;
import io.meproc.task.TaskType;
import io.meproc.task.command.Command;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Requester;
import io.meproc.task.occasion.ScheduleRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SupervisorVerticleTest {
    private static final Rules RULES = new Rules(Duration.ofMillis(100), Duration.ofMillis(100), ZoneOffset.UTC);
    private static final Duration PATIENT_GRACE = Duration.ofMinutes(10);

    private final Vertx vertx = Vertx.vertx();
    private final FakeProcesses processes = new FakeProcesses(vertx);

    private static final long INVENTORY_MILLIS = 20;

    @BeforeEach
    void open() throws Exception {
        PassThroughCodec.install(vertx);
        done(processes.open());
    }

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    private void supervise(Rules rules, Clock clock) throws Exception {
        done(vertx.deployVerticle(new SupervisorVerticle(rules, clock)));
    }

    @Test
    void aTaskStartsStopsAndIsForgotten() throws Exception {
        supervise(RULES, Clock.systemUTC());
        assertThat(done(ask(start("a", null)))).isEqualTo(Answer.DONE);
        assertThat(table()).satisfies(table -> assertThat(table.find("a")).isPresent());
        assertThat(done(ask(new Request.Remove("a", true)))).isEqualTo(Answer.DONE);
        assertThat(processes.signals).containsExactly("TERM a:0");
        assertThat(processes.alive).isEmpty();
        assertThat(table()).satisfies(table -> assertThat(table.isEmpty()).isTrue());
    }

    /** A daemon with a live run, as a store keeps it. */
    private static StoredTable kept(Run run) {
        Instant since = Instant.now().minusSeconds(60);
        TaskDefinition definition = definition("a", null, 1);
        RunRecord live = new RunRecord(run, 5, 4711, 99, since, 12, null);
        ReplicaRecord replica =
                new ReplicaRecord(run.replica(), 5, ReplicaRecord.State.LIVE, live, false, null, 2, 0, 0, null);
        return new StoredTable(
                List.of(new StoredTable.StoredTask(
                        new TaskRecord(5, definition, 6, Indices.parse(""), false),
                        new TaskTimes(5, since, since, null, null, ScheduleRecord.NONE, null, null, false),
                        List.of(replica))),
                7,
                true,
                since);
    }

    @Test
    void theRunsOfAnEarlierServiceAreAdoptedBeforeTheFirstRequest() throws Exception {
        Run run = new Run(new ReplicaId("a", 0), 7);
        processes.kept = kept(run);
        processes.adoption = new Adoption(
                List.of(new Adoption.Adopted(run, 4711, 99, SteadyClock.now().minusSeconds(60), 12)),
                List.of(),
                List.of());

        supervise(RULES, Clock.systemUTC());

        assertThat(processes.claimed)
                .isEqualTo(new Order.Adopt(
                        List.of(new Order.Claim(run, 4711, 99, 12, true)),
                        Map.of("a", LeaderExit.STOP_GROUP),
                        Map.of()));
        assertThat(table()).satisfies(table -> {
            assertThat(table.find("a").orElseThrow().replica(0).pid()).isEqualTo(4711);
            assertThat(table.find("a").orElseThrow().replica(0).history().restarts())
                    .isEqualTo(2);
        });
        assertThat(processes.alive).containsExactly(run);
        done(ask(new Request.Remove("a", true)));
        assertThat(processes.alive).isEmpty();
    }

    @Test
    void theServiceDoesNotStartIfItDoesNotKnowWhatRuns() {
        processes.kept = kept(new Run(new ReplicaId("a", 0), 7));
        processes.adoption = null;

        assertThatThrownBy(() -> supervise(RULES, Clock.systemUTC())).hasMessageContaining("can't be listed");
        assertThat(processes.alive).isEmpty();
    }

    @Test
    void aTimeInWhichTheServiceDidNotRunIsPublishedAndKept() throws Exception {
        supervise(RULES, Clock.systemUTC());
        List<TaskEvent> events = new CopyOnWriteArrayList<>();
        done(Consumers.<Changes>consume(
                vertx,
                Addresses.CHANGES,
                message -> events.addAll(message.body().events())));

        LocalBus.send(vertx, Addresses.ALARMS, new Event.Resumed(Duration.ofMinutes(3), false, SteadyClock.now()));

        await().untilAsserted(() ->
                assertThat(events).containsExactly(new TaskEvent.ServiceResumed(Duration.ofMinutes(3), false)));
        assertThat(table())
                .satisfies(table -> assertThat(table.timeline().freeze())
                        .hasValueSatisfying(
                                freeze -> assertThat(freeze.length()).isEqualTo(Duration.ofMinutes(3))));
    }

    @Test
    void aDaemonComesBackWhenItsAlarmGoesOff() throws Exception {
        supervise(RULES, Clock.systemUTC());
        done(ask(start("a", null)));
        Run first = processes.alive.iterator().next();
        processes.ends(first);
        await().until(() -> !processes.alive.isEmpty());
        assertThat(processes.alive).doesNotContain(first);
        done(ask(new Request.Remove("a", true)));
    }

    @Test
    void whatIgnoresTheStopIsKilledInTheEnd() throws Exception {
        processes.deafTo("TERM");
        supervise(RULES, Clock.systemUTC());
        done(ask(start("a", null)));
        assertThat(done(ask(new Request.Remove("a", true))).note())
                .startsWith("a:0: process ")
                .endsWith(" s and was killed");
        assertThat(processes.signals).containsExactly("TERM a:0", "KILL a:0");
    }

    @Test
    void whoFollowsTheChangesKnowsThemBeforeTheAnswer() throws Exception {
        supervise(RULES, Clock.systemUTC());
        Future<Boolean> known = Future.future(answered -> vertx.runOnContext(turn -> {
            List<TaskTable> seen = new ArrayList<>();
            Consumers.<Changes>consume(
                            vertx,
                            Addresses.CHANGES,
                            message -> seen.add(message.body().table()))
                    .compose(open -> ask(start("a", null)))
                    .map(answer -> seen.get(seen.size() - 1).find("a").isPresent())
                    .onComplete(answered);
        }));
        assertThat(done(known)).isTrue();
    }

    @Test
    void anEndThatWasNotReportedIsFoundByTheInventory() throws Exception {
        done(vertx.deployVerticle(
                new SupervisorVerticle(RULES, Clock.systemUTC(), SteadyClock.INSTANCE, INVENTORY_MILLIS)));
        done(ask(start("a", null)));
        Run lost = processes.alive.iterator().next();
        processes.endsUnreported(lost);
        await().until(() -> !processes.alive.isEmpty());
        assertThat(processes.alive).doesNotContain(lost);
    }

    @Test
    void aDrainIsAnsweredWhenTheLastProcessIsGone() throws Exception {
        processes.deafTo("TERM");
        supervise(new Rules(PATIENT_GRACE, PATIENT_GRACE, ZoneOffset.UTC), Clock.systemUTC());
        done(ask(start("a", null)));
        done(ask(start("b", null)));
        Future<?> drained = LocalBus.request(vertx, Addresses.DRAIN, "");
        Future<?> drainedTwice = LocalBus.request(vertx, Addresses.DRAIN, "");
        await().until(() -> processes.signals.size() == 2);
        assertThat(refusal(done(ask(start("c", null))))).isEqualTo(Refusal.Reason.SHUTTING_DOWN);
        processes.ends(processes.alive.iterator().next());
        await().until(() -> table().live() == 1);
        assertThat(drained.isComplete()).isFalse();
        processes.ends(processes.alive.iterator().next());
        done(drained);
        done(drainedTwice);
    }

    @Test
    void aHurriedDrainKills() throws Exception {
        processes.deafTo("TERM");
        supervise(new Rules(PATIENT_GRACE, PATIENT_GRACE, ZoneOffset.UTC), Clock.systemUTC());
        done(ask(start("a", null)));
        Future<?> drained = LocalBus.request(vertx, Addresses.DRAIN, "");
        await().until(() -> processes.signals.contains("TERM a:0"));
        LocalBus.send(vertx, Addresses.KILL_NOW, "");
        done(drained);
        assertThat(processes.signals).containsExactly("TERM a:0", "KILL a:0");
    }

    @Test
    void aDrainOfNothingIsAnsweredAtOnce() throws Exception {
        supervise(RULES, Clock.systemUTC());
        done(LocalBus.request(vertx, Addresses.DRAIN, ""));
    }

    @Test
    void anAccountIsCheckedBeforeAnythingStarts() throws Exception {
        supervise(RULES, Clock.systemUTC());
        processes.answersChecks(new Refusal(Refusal.Reason.INVALID_FIELD, "user: no such user"));
        assertThat(done(ask(start("a", "nobody-at-all"))).refusal())
                .contains(new Refusal(Refusal.Reason.INVALID_FIELD, "user: no such user"));
        assertThat(table()).satisfies(table -> assertThat(table.isEmpty()).isTrue());
        processes.answersChecks(null);
        assertThat(done(ask(start("a", "somebody")))).isEqualTo(Answer.DONE);
    }

    @Test
    void aPutIsCheckedAndSweptOnlyWhenItChangesSomething() throws Exception {
        supervise(RULES, Clock.systemUTC());
        assertThat(done(ask(put("a", null, 1))).change().orElseThrow().kind()).isEqualTo(Kind.CREATED);
        assertThat(processes.asked).isEmpty();
        assertThat(done(ask(put("a", null, 1))).change().orElseThrow().kind()).isEqualTo(Kind.UNCHANGED);
        assertThat(processes.asked).isEmpty();
        done(ask(put("a", null, 2)));
        assertThat(processes.asked).containsExactly("Sweep");
        processes.answersChecks(new Refusal(Refusal.Reason.INVALID_FIELD, "user: no such user"));
        assertThat(refusal(done(ask(put("a", "nobody-at-all", 2))))).isEqualTo(Refusal.Reason.INVALID_FIELD);
        assertThat(processes.asked).containsExactly("Sweep", "Check");
        assertThat(processes.signals).isEmpty();
        processes.answersChecks(null);
        done(ask(put("a", "somebody", 2)));
        assertThat(processes.asked).containsExactly("Sweep", "Check", "Check", "Sweep");
        assertThat(processes.signals).containsExactlyInAnyOrder("TERM a:0", "TERM a:1");
    }

    @Test
    void aStoppedTaskStaysListedAndIsSweptBeforeTheAnswer() throws Exception {
        supervise(RULES, Clock.systemUTC());
        done(ask(start("a", null)));
        assertThat(done(ask(new Request.Stop(Target.task("a"), true))).refusal())
                .isEmpty();
        assertThat(processes.asked).containsExactly("Sweep");
        assertThat(processes.alive).isEmpty();
        assertThat(table().size()).isEqualTo(1);
        done(ask(new Request.StartAgain(Target.task("a"), true, true)));
        assertThat(processes.alive).hasSize(1);
    }

    @Test
    void aRollingRestartReplacesEveryProcess() throws Exception {
        supervise(RULES, Clock.systemUTC());
        done(ask(put("a", null, 3)));
        List<Run> before = List.copyOf(processes.alive);
        assertThat(done(ask(new Request.Roll("a", Expected.ANY, true)))).isEqualTo(Answer.DONE);
        assertThat(processes.signals).containsExactly("TERM a:0", "TERM a:1", "TERM a:2");
        assertThat(processes.alive).hasSize(3).doesNotContainAnyElementsOf(before);
    }

    @Test
    void aCheckThatBreaksFailsTheRequesterAtOnce() throws Exception {
        supervise(RULES, Clock.systemUTC());
        processes.breakChecks();
        assertThat(done(ask(start("a", "somebody"))).refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Refusal.Reason.BROKEN);
            assertThat(refusal.detail()).isEqualTo("internal error; details are in the service log");
        });
        assertThat(table()).satisfies(table -> assertThat(table.isEmpty()).isTrue());
    }

    @Test
    void aRequestThatBreaksTheHandlerFailsTheRequesterAtOnce() throws Exception {
        supervise(RULES, Clock.systemUTC());
        assertThat(failure(LocalBus.request(vertx, Addresses.REQUESTS, "no request")))
                .isEqualTo(Consumers.BROKEN);
        assertThat(done(ask(start("a", null)))).isEqualTo(Answer.DONE);
    }

    @Test
    void aRequestThatBreaksAfterItsCheckFailsTheRequesterAtOnceToo() throws Exception {
        BreakableClock clock = new BreakableClock();
        supervise(RULES, clock);
        clock.broken = true;
        assertThat(failure(ask(start("a", "somebody")))).isEqualTo(Consumers.BROKEN);
        clock.broken = false;
        assertThat(done(ask(start("a", "somebody")))).isEqualTo(Answer.DONE);
    }

    @Test
    void anErrorInAHandlerFailsTheRequesterAtOnce() throws Exception {
        done(Consumers.<String>consume(vertx, "test.broken", message -> {
            throw new StackOverflowError("as deep as it gets");
        }));
        assertThat(failure(LocalBus.request(vertx, "test.broken", ""))).isEqualTo(Consumers.BROKEN);
    }

    @Test
    void reportsOfRunsNobodyKnowsDoNoHarm() throws Exception {
        supervise(RULES, Clock.systemUTC());
        Run unknown = new Run(new ReplicaId("gone", 3), 77);
        LocalBus.send(
                vertx,
                Addresses.REPORTS,
                new Report.Exited(unknown, Instant.now(), new ExitStatus.Exited(0), null, List.of()));
        assertThat(done(ask(start("a", null)))).isEqualTo(Answer.DONE);
    }

    private static Request start(String name, @Nullable String user) {
        return new Request.Start(definition(name, user, 1), true);
    }

    private static Request put(String name, @Nullable String user, int replicas) {
        return new Request.Put(definition(name, user, replicas), Expected.ANY, true);
    }

    private static TaskDefinition definition(String name, @Nullable String user, int replicas) {
        return new TaskDefinition(
                name,
                TaskType.DAEMON,
                new Command("true", user, null),
                replicas,
                List.of(),
                Interval.ofMillis(1),
                null,
                EndPolicy.DEFAULT);
    }

    private Future<Answer> ask(Request request) {
        return LocalBus.request(vertx, Addresses.REQUESTS, new SentRequest(request, Requester.SERVICE));
    }

    private TaskTable table() throws Exception {
        return done(LocalBus.<TaskTable>request(vertx, Addresses.TABLE, ""));
    }

    private static Refusal.Reason refusal(Answer answer) {
        return answer.refusal().orElseThrow().reason();
    }

    private static int failure(Future<?> future) throws Exception {
        await().until(future::isComplete);
        return future.cause() instanceof ReplyException reply ? reply.failureCode() : 0;
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
