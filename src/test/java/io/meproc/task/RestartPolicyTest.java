package io.meproc.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.command.Command;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.Verdict;
import io.meproc.task.restart.RestartDelay;
import io.meproc.task.restart.RestartLimit;
import io.meproc.task.restart.RestartMode;
import io.meproc.task.restart.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RestartPolicyTest {
    private static final RestartPolicy ON_FAILURE = RestartPolicy.of(RestartMode.ON_FAILURE);
    private static final RestartLimit THREE_IN_A_MINUTE = new RestartLimit(3, Duration.ofMinutes(1));

    private final Stage stage = new Stage();

    @ParameterizedTest
    @CsvSource({
        "DAEMON, ALWAYS, 0, backing off, ok",
        "DAEMON, ALWAYS, 1, backing off, failing",
        "DAEMON, ON_FAILURE, 0, finished, ok",
        "DAEMON, ON_FAILURE, 1, backing off, failing",
        "DAEMON, NEVER, 0, finished, ok",
        "DAEMON, NEVER, 1, failed, failed",
        "ONCE, ALWAYS, 0, backing off, ok",
        "ONCE, ALWAYS, 1, backing off, failing",
        "ONCE, ON_FAILURE, 0, finished, ok",
        "ONCE, ON_FAILURE, 1, backing off, failing",
        "ONCE, NEVER, 1, failed, failed",
        "CRON, ON_FAILURE, 0, scheduled, ok",
        "CRON, ON_FAILURE, 1, backing off, failing",
        "CRON, NEVER, 1, scheduled, failed",
    })
    void theModeDecidesAboutAnEnd(TaskType type, RestartMode mode, int code, String condition, String health) {
        stage.runs(policy(type, RestartPolicy.of(mode)));
        if (type == TaskType.CRON) {
            stage.passes(Duration.ofMinutes(1));
            stage.spawns("a");
        }
        stage.exits("a", code);
        assertThat(stage.condition("a")).isEqualTo(condition);
        assertThat(stage.task("a").health().word()).isEqualTo(health);
    }

    @Test
    void aStatusThatPreventsOrForcesOverridesTheMode() {
        RestartPolicy policy = new RestartPolicy(
                RestartMode.ON_FAILURE,
                new ExitStatuses(Set.of(0), Set.of()),
                new ExitStatuses(Set.of(78), Set.of(Signal.USR1)),
                RestartDelay.DEFAULT,
                null,
                null,
                false);
        stage.runs(policy(TaskType.DAEMON, policy));
        stage.exits("a", 0);
        comesBackIn(Duration.ofSeconds(3));
        stage.exits("a", 78);
        assertThat(stage.condition("a")).isEqualTo("failed");
        assertThat(verdict().kind()).isEqualTo(Verdict.Kind.PREVENTED);
        assertThat(stage.alarms).isEmpty();
    }

    @Test
    void theWaitGrowsToItsCapAndStartsAnewAfterALongRun() {
        RestartPolicy policy = new RestartPolicy(
                RestartMode.ON_FAILURE,
                ExitStatuses.NONE,
                ExitStatuses.NONE,
                new RestartDelay(Duration.ofMillis(100), 3.0, Duration.ofSeconds(2), 0),
                Duration.ofSeconds(5),
                null,
                false);
        stage.runs(policy(TaskType.ONCE, policy));
        for (int millis : List.of(100, 300, 900, 2_000, 2_000)) {
            stage.passes(Duration.ofMillis(4_999));
            stage.exits("a", 1);
            comesBackIn(Duration.ofMillis(millis));
        }
        stage.passes(Duration.ofSeconds(5));
        stage.exits("a", 1);
        comesBackIn(Duration.ofMillis(100));
    }

    @Test
    void anIntervalIsTheDefaultOfTheDelay() {
        TaskDefinition task = policy(TaskType.ONCE, ON_FAILURE);
        stage.runs(new TaskDefinition(
                "a",
                task.type(),
                task.command(),
                1,
                List.of(),
                Interval.ofMillis(20),
                null,
                task.catchUp(),
                null,
                task.ends(),
                task.behaviour()));
        for (int run = 0; run < 5; run++) {
            stage.exits("a", 1);
            comesBackIn(Duration.ofMillis(20));
        }
    }

    @Test
    void jitterOnlyLengthensAWaitAndIsTheSameForTheSameRun() {
        RestartDelay jittered = new RestartDelay(Duration.ofSeconds(10), null, null, 50);
        RestartPolicy policy = RestartPolicy.of(RestartMode.ALWAYS).with(jittered);
        Set<Duration> waits = new HashSet<>();
        for (int replay = 0; replay < 2; replay++) {
            Stage other = new Stage();
            other.runs(policy(TaskType.DAEMON, policy).with(20));
            for (int index = 0; index < 20; index++) {
                other.exits("a:" + index, 1);
                Instant next = other.task("a").replica(index).nextStart();
                Duration wait = Duration.between(other.now, next);
                assertThat(wait).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
                waits.add(wait);
            }
        }
        assertThat(waits)
                .as("as many waits as replicas, in each replay the same")
                .hasSize(20);
    }

    @Test
    void theThirdEndInAMinuteIsTheLast() {
        stage.runs(policy(TaskType.DAEMON, ON_FAILURE.with(THREE_IN_A_MINUTE)));
        stage.exits("a", 1);
        comesBackIn(Duration.ofSeconds(3));
        stage.exits("a", 1);
        comesBackIn(Duration.ofSeconds(6));
        stage.exits("a", 1);
        assertThat(stage.condition("a")).isEqualTo("failed");
        assertThat(stage.task("a").health()).isEqualTo(Health.FAILED);
        assertThat(verdict().kind()).isEqualTo(Verdict.Kind.LIMIT_REACHED);
        assertThat(stage.told(TaskEvent.RestartLimitReached.class))
                .singleElement()
                .satisfies(event -> assertThat(event.limit()).isEqualTo(THREE_IN_A_MINUTE));
        assertThat(stage.alarms).isEmpty();
    }

    @Test
    void anEndThatLeftTheWindowNoLongerCounts() {
        stage.runs(policy(TaskType.DAEMON, ON_FAILURE.with(THREE_IN_A_MINUTE)));
        for (int run = 0; run < 10; run++) {
            stage.passes(Duration.ofSeconds(30));
            stage.exits("a", 1);
            comesBackIn(Duration.ofSeconds(3));
        }
        assertThat(stage.told(TaskEvent.RestartLimitReached.class)).isEmpty();
    }

    @Test
    void successesThatAreRestartedCountTowardsTheLimitToo() {
        stage.runs(policy(TaskType.DAEMON, RestartPolicy.DEFAULT.with(new RestartLimit(1, Duration.ofMinutes(1)))));
        stage.passes(Duration.ofSeconds(30));
        stage.exits("a", 0);
        assertThat(stage.condition("a")).isEqualTo("failed");
        assertThat(stage.task("a").health()).isEqualTo(Health.FAILED);
    }

    @Test
    void startsThatFailCountTowardsTheLimit() {
        stage.runs(policy(TaskType.DAEMON, ON_FAILURE.with(new RestartLimit(2, Duration.ofMinutes(1)))));
        stage.exits("a", 1);
        stage.passes(Duration.ofSeconds(3));
        stage.refuses("a", "no such file");
        assertThat(stage.condition("a")).isEqualTo("failed");
        assertThat(stage.told(TaskEvent.RestartLimitReached.class)).hasSize(1);
    }

    @Test
    void aNewTaskThatIsNotKeptPublishesNoLimit() {
        long put = stage.put(policy(TaskType.DAEMON, ON_FAILURE.with(new RestartLimit(1, Duration.ofMinutes(1)))));
        stage.refuses("a", "no such file");
        assertThat(stage.answer(put).refusal()).isPresent();
        assertThat(stage.told(TaskEvent.RestartLimitReached.class)).isEmpty();
        stage.isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Revival.class)
    void aReplicaThatGaveUpStartsAnewByRequest(Revival revival) {
        stage.runs(policy(TaskType.DAEMON, ON_FAILURE.with(new RestartLimit(1, Duration.ofMinutes(1)))));
        stage.exits("a", 1);
        assertThat(stage.condition("a")).isEqualTo("failed");
        switch (revival) {
            case START -> stage.start("a");
            case RESET -> stage.ask(new Request.Reset(Target.task("a"), true));
            case RESTART -> stage.post("a");
            case NEW_COMMAND -> stage.amend(commanded("other"));
        }
        stage.spawns("a");
        assertThat(stage.condition("a")).isEqualTo("running");
        assertThat(stage.task("a").replica(0).history().counters().recent().count())
                .isZero();
    }

    enum Revival {
        START,
        RESET,
        RESTART,
        NEW_COMMAND
    }

    private static TaskDefinition commanded(String text) {
        TaskDefinition task = policy(TaskType.DAEMON, ON_FAILURE);
        return new TaskDefinition(
                        "a",
                        task.type(),
                        new Command(text, null, null),
                        1,
                        List.of(),
                        task.interval(),
                        null,
                        task.ends())
                .with(task.behaviour());
    }

    @Test
    void anEndThatWasRequestedNeverCounts() {
        stage.runs(policy(TaskType.DAEMON, ON_FAILURE.with(new RestartLimit(2, Duration.ofMinutes(1)))));
        for (int stop = 0; stop < 3; stop++) {
            stage.post("a");
            stage.exits("a", 143);
            stage.spawns("a");
        }
        stage.exits("a", 1);
        assertThat(stage.condition("a")).isEqualTo("backing off");
    }

    @Test
    void aTimeLimitThatIsExceededCountsAsAFailure() {
        TaskDefinition task = policy(TaskType.ONCE, ON_FAILURE.with(new RestartLimit(2, Duration.ofMinutes(1))));
        stage.runs(new TaskDefinition(
                        "a",
                        task.type(),
                        task.command(),
                        1,
                        List.of(),
                        task.interval(),
                        null,
                        new EndPolicy(
                                task.ends().stop(),
                                Duration.ofSeconds(2),
                                task.ends().success(),
                                task.ends().onLeaderExit()))
                .with(task.behaviour()));
        stage.passes(Duration.ofSeconds(2));
        stage.exits("a", 143);
        assertThat(last()).isInstanceOf(Cause.TimedOut.class);
        comesBackIn(Duration.ofSeconds(3));
    }

    @Test
    void aStopWhileARetryIsDueLeavesNoFailureBehind() {
        stage.runs(policy(TaskType.ONCE, ON_FAILURE));
        stage.exits("a", 1);
        stage.stop("a");
        assertThat(stage.condition("a")).isEqualTo("stopped");
        assertThat(stage.task("a").health()).isEqualTo(Health.OK);
        assertThat(stage.alarms).isEmpty();
    }

    @Test
    void theNextFireOfACronTaskReplacesARetryThatIsDue() {
        RestartPolicy slow = ON_FAILURE.with(new RestartDelay(Duration.ofHours(1), null, null, 0));
        stage.runs(policy(TaskType.CRON, slow));
        stage.passes(Duration.ofMinutes(1));
        stage.spawns("a");
        stage.exits("a", 1);
        assertThat(stage.condition("a")).isEqualTo("backing off");
        stage.passes(Duration.ofMinutes(1));
        stage.spawns("a");
        stage.exits("a", 0);
        assertThat(stage.condition("a")).isEqualTo("scheduled");
        assertThat(stage.alarms).isEmpty();
    }

    private Cause last() {
        return requireNonNull(stage.task("a").replica(0).history().last()).cause();
    }

    private Verdict verdict() {
        return requireNonNull(
                requireNonNull(stage.task("a").replica(0).history().last()).verdict());
    }

    private static TaskDefinition policy(TaskType type, RestartPolicy policy) {
        return Stage.task("a", type, 1).with(Behaviour.DEFAULT.with(policy));
    }

    private void comesBackIn(Duration wait) {
        int spawns = stage.spawned.size();
        stage.passes(wait.minusMillis(1));
        assertThat(stage.spawned).as("%s too early", wait).hasSize(spawns);
        stage.passes(Duration.ofMillis(1));
        assertThat(stage.spawned).as("after %s", wait).hasSize(spawns + 1);
        stage.spawns("a");
    }
}
