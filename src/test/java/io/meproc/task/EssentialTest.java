package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.limit.Size;
import io.meproc.task.restart.RestartLimit;
import io.meproc.task.restart.RestartMode;
import io.meproc.task.restart.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EssentialTest {
    private static final RestartPolicy NEVER =
            RestartPolicy.of(RestartMode.NEVER).asEssential(true);
    private static final RestartPolicy TWICE = RestartPolicy.of(RestartMode.ALWAYS)
            .with(new RestartLimit(2, Duration.ofMinutes(1)))
            .asEssential(true);

    private final Stage stage = new Stage();

    private static TaskDefinition task(TaskType type, RestartPolicy policy) {
        return Stage.task("a", type, 1).with(Behaviour.DEFAULT.with(policy));
    }

    @Test
    void theServiceEndsWithTheCodeOfARunThatIsNotRestarted() {
        stage.runs(task(TaskType.ONCE, NEVER));
        stage.exits("a", 3);
        assertThat(stage.ends).containsExactly(3);
        assertThat(stage.told(TaskEvent.EssentialFailed.class)).hasSize(1);
    }

    @Test
    void anEndThatIsFollowedByARestartEndsNothing() {
        stage.runs(task(TaskType.DAEMON, TWICE));
        stage.exits("a", 3);
        assertThat(stage.ends).isEmpty();
        stage.passes(Duration.ofSeconds(3));
        stage.spawns("a");
        stage.exits("a", 4);
        assertThat(stage.ends).containsExactly(4);
    }

    @Test
    void aSuccessAndAStopByAnOperatorEndNothing() {
        stage.runs(task(TaskType.ONCE, NEVER));
        stage.exits("a", 0);
        stage.start("a");
        stage.spawns("a");
        stage.stop("a");
        stage.exits("a", 1);
        assertThat(stage.condition("a")).isEqualTo("stopped");
        assertThat(stage.ends).isEmpty();
    }

    @Test
    void aNewTaskOfWhichNoReplicaStartsIsRefusedAndEndsNothing() {
        long put = stage.put(task(TaskType.ONCE, NEVER));
        stage.refuses("a", "no such file");
        assertThat(stage.answer(put).refusal()).isPresent();
        assertThat(stage.ends).isEmpty();
    }

    @Test
    void aFailureWhileTheServiceEndsChangesNothing() {
        stage.runs(task(TaskType.ONCE, NEVER));
        stage.on(new Event.Drain(stage.now, List.of()));
        stage.exits("a", 3);
        assertThat(stage.ends).isEmpty();
    }

    @Test
    void aRunThatEndedWhileNoServiceRanEndsTheNextOne() {
        stage.runs(task(TaskType.ONCE, NEVER));
        stage.alive.clear();
        Crash.of(stage);
        assertThat(stage.condition("a")).isEqualTo("failed");
        assertThat(stage.ends).containsExactly(1);
    }

    @Test
    void theStartOfTheServiceStartsAnEssentialTaskThatEndedIt() {
        stage.runs(task(TaskType.DAEMON, NEVER));
        stage.exits("a", 3);
        Crash.of(stage);
        stage.spawns("a");
        assertThat(stage.condition("a")).isEqualTo("running");
        assertThat(stage.ends).containsExactly(3);
    }

    static Stream<Arguments> codes() {
        Instant at = Instant.EPOCH;
        return Stream.of(
                        List.<Object>of(7, own(new ExitStatus.Exited(7))),
                        List.<Object>of(1, own(new ExitStatus.Exited(0))),
                        List.<Object>of(139, own(new ExitStatus.Signaled(11, true))),
                        List.<Object>of(137, own(new ExitStatus.KilledForMemory())),
                        List.<Object>of(1, own(new ExitStatus.Unknown("unwatched"))),
                        List.<Object>of(
                                143,
                                new Cause.TimedOut(new ExitStatus.Signaled(15, false), Duration.ofSeconds(1), false)),
                        List.<Object>of(
                                143,
                                new Cause.ProbeFailed(new ExitStatus.Signaled(15, false), "live", "refused", false)),
                        List.<Object>of(137, new Cause.MemoryLimit(new Size(1_000_000))),
                        List.<Object>of(127, new Cause.NotStarted(new StartFailure("exec", "ENOENT", "none", false))),
                        List.<Object>of(126, new Cause.NotStarted(new StartFailure("exec", "EACCES", "no", false))))
                .map(row -> Arguments.of(
                        row.get(0), new End((Cause) row.get(1), 1, 1, at, at, null, null, List.of(), null, null)));
    }

    private static Cause own(ExitStatus status) {
        return new Cause.Own(status, false);
    }

    @ParameterizedTest
    @MethodSource("codes")
    void theExitCodeIsThatOfTheRunAsAShellReportsIt(int code, End end) {
        assertThat(EssentialTasks.code(end)).isEqualTo(code);
    }
}
