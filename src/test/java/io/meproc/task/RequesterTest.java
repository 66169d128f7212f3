package io.meproc.task;

import static io.meproc.task.Stage.daemon;
import static io.meproc.task.Stage.once;
import static io.meproc.task.Stage.task;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.meproc.task.command.Command;
import io.meproc.task.command.Environment;
import io.meproc.task.command.Surroundings;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.Verdict;
import io.meproc.task.update.Updates;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequesterTest {
    private static final Requester OPS = new Requester("ops@web1", "192.0.2.7");
    private static final Requester OTHER = new Requester("", "192.0.2.8");

    private final Stage stage = new Stage();

    @Test
    void theEndOfAStoppedRunNamesTheFirstOneWhoRequestedTheStop() {
        stage.runs(daemon("a"));
        stage.stop("a");
        stage.requester = OTHER;
        stage.stop("a");
        stage.exits("a:0", 0);
        assertThat(end("a", 0).by()).isEqualTo(OPS);
    }

    @Test
    void theEndOfARunThatEndsByItselfNamesNobody() {
        stage.runs(daemon("a"));
        stage.stop("a");
        stage.exits("a:0", 0);
        stage.ask(new Request.StartAgain(Target.task("a"), true, true));
        stage.spawns("a:0");
        stage.exits("a:0", 1);
        assertThat(end("a", 0).by()).isNull();
    }

    @Test
    void everyStepOfARollingRestartNamesItsSender() {
        stage.runs(task("a", TaskType.DAEMON, 2));
        stage.roll("a");
        stage.requester = OTHER;
        stage.exits("a:0", 0);
        stage.spawns("a:0");
        stage.passes(Updates.DEFAULT.healthyAfter());
        stage.exits("a:1", 0);
        stage.spawns("a:1");
        assertThat(end("a", 0).by()).isEqualTo(OPS);
        assertThat(end("a", 1).by()).isEqualTo(OPS);
    }

    @Test
    void aStopThatWaitedForTheSpawnNamesItsSender() {
        long put = stage.amend(daemon("a"));
        stage.stop("a");
        stage.requester = OTHER;
        stage.spawns("a:0");
        stage.exits("a:0", new ExitStatus.Signaled(15, false));
        assertThat(stage.waits(put)).isFalse();
        assertThat(end("a", 0).by()).isEqualTo(OPS);
    }

    @Test
    void anEndByASignalNamesWhoSentThatSignal() {
        stage.runs(task("a", TaskType.DAEMON, 2));
        stage.ask(new Request.SendSignal(Target.task("a"), Signal.USR1));
        stage.exits("a:0", new ExitStatus.Signaled(Signal.USR1.number(), false));
        stage.exits("a:1", new ExitStatus.Signaled(Signal.SEGV.number(), true));
        assertThat(end("a", 0).by()).isEqualTo(OPS);
        assertThat(end("a", 1).by()).isNull();
    }

    @Test
    void theShutdownOfTheServiceNamesTheServiceItself() {
        stage.runs(daemon("a"));
        stage.drain();
        stage.exits("a:0", 0);
        assertThat(end("a", 0).by()).isEqualTo(Requester.SERVICE);
    }

    @Test
    void theEndHasTheDecisionThatFollowed() {
        stage.runs(daemon("a"));
        stage.exits("a:0", 1);
        assertThat(end("a", 0).verdict()).isEqualTo(new Verdict(Verdict.Kind.RESTARTS, Duration.ofSeconds(3), 1));
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("a:0");
        stage.ask(new Request.Restart("a", true));
        stage.exits("a:0", 0);
        assertThat(end("a", 0).verdict()).isEqualTo(Verdict.of(Verdict.Kind.STARTS, 0));
        stage.spawns("a:0");
        stage.stop("a");
        stage.exits("a:0", 0);
        assertThat(end("a", 0).verdict()).isEqualTo(Verdict.of(Verdict.Kind.STAYS_STOPPED, 0));
        stage.runs(once("b"));
        stage.drain();
        stage.exits("b:0", 0);
        assertThat(end("b", 0).verdict()).isEqualTo(Verdict.of(Verdict.Kind.SHUTTING_DOWN, 0));
    }

    @Test
    void eachChangeIsCommittedWithAnAuditRecord() {
        stage.runs(daemon("a"));
        stage.requester = OTHER;
        stage.amend(task("a", TaskType.DAEMON, 2));
        stage.spawns("a:1");
        stage.ask(new Request.SendSignal(Target.replica("a", 1), Signal.HUP));
        stage.ask(new Request.Stop(Target.replica("a", 1), true));
        stage.exits("a:1", 0);
        stage.delete("a");
        stage.exits("a:0", 0);
        assertThat(stage.store.audit)
                .extracting(
                        AuditRecord::by,
                        AuditRecord::action,
                        AuditRecord::task,
                        AuditRecord::replica,
                        AuditRecord::detail)
                .containsExactly(
                        row(OPS, "create", null, ""),
                        row(OTHER, "change", null, "replica 1 to 2"),
                        row(OTHER, "signal", 1, "SIGHUP"),
                        row(OTHER, "stop", 1, ""),
                        row(OTHER, "remove", null, ""));
    }

    @Test
    void aRefusedRequestAndOneThatChangesNothingAreNotAudited() {
        stage.runs(daemon("a"));
        stage.stop("b");
        stage.ask(new Request.StartAgain(Target.task("a"), true, true));
        stage.amend(daemon("a"));
        stage.ask(new Request.Try(new Request.Put(once("a"), Expected.ANY, true)));
        assertThat(stage.store.audit).extracting(AuditRecord::action).containsExactly("create");
    }

    @Test
    void anAuditRecordHasNoValuesOfTheEnvironment() {
        stage.runs(daemon("a"));
        stage.amend(withEnvironment(daemon("a"), Map.of("PASSWORD", "hunter2")));
        stage.exits("a:0", 0);
        stage.spawns("a:0");
        assertThat(stage.store.audit).hasSize(2).last().satisfies(record -> {
            assertThat(record.detail()).isEqualTo("surroundings");
            assertThat(record.toString()).doesNotContain("hunter2");
        });
    }

    private static Tuple row(Requester by, String action, @Nullable Integer replica, String detail) {
        return tuple(by, action, "a", replica, detail);
    }

    private static TaskDefinition withEnvironment(TaskDefinition task, Map<String, String> variables) {
        Surroundings around =
                new Surroundings(new Environment(variables), null, null, null, null, null, false, List.of());
        Command command = new Command(task.command().program(), null, null, around);
        return new TaskDefinition(
                task.name(), task.type(), command, 1, task.deps(), task.interval(), task.cron(), task.ends());
    }

    private End end(String task, int index) {
        return requireNonNull(stage.task(task).replica(index).history().last());
    }
}
