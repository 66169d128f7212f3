package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.Expectation.State;
import io.meproc.task.cron.CatchUp;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.exit.Cause;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tasks that are expected to end with success within an hour. */
class ExpectationTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Stage stage = new Stage();

    @Test
    void aTaskIsLateWhenNoSuccessCameInTime() {
        stage.put(cron("*/30 * * * *", HOUR));
        stage.passes(Duration.ofMinutes(30));
        stage.spawns("c");
        stage.exits("c", 1);
        stage.passes(Duration.ofMinutes(29));
        assertThat(state()).isEqualTo(State.MET);

        stage.passes(Duration.ofMinutes(1));
        assertThat(state()).isEqualTo(State.LATE);
        assertThat(stage.task("c").health()).isEqualTo(Health.FAILED);
        assertThat(stage.told(TaskEvent.SuccessOverdue.class)).containsExactly(new TaskEvent.SuccessOverdue("c", HOUR));
        assertThat(lateRows()).containsExactly("late: no success within 3600 s");
    }

    @Test
    void aSuccessEndsTheLatenessAndBeginsTheNextWait() {
        stage.put(cron("*/30 * * * *", HOUR));
        stage.passes(HOUR);
        assertThat(state()).isEqualTo(State.LATE);
        stage.spawns("c");
        stage.exits("c", 0);
        assertThat(state()).isEqualTo(State.MET);
        assertThat(stage.task("c").health()).isEqualTo(Health.OK);
        assertThat(stage.task("c").lastSuccess()).contains(stage.now);

        stage.passes(HOUR.plusSeconds(1));
        assertThat(state()).isEqualTo(State.LATE);
        assertThat(lateRows())
                .containsExactly(
                        "late: no success within 3600 s",
                        "late: no success within 3600 s, the last one was 3600 s before");
    }

    @Test
    void aStoppedTaskIsStale() {
        stage.put(cron("*/30 * * * *", HOUR));
        stage.stop("c");
        stage.passes(HOUR);
        assertThat(state()).isEqualTo(State.STALE);
    }

    @Test
    void aTaskWhoseTimesWereMissedIsMissed() {
        stage.put(cron("30 * * * *", HOUR));
        stage.now = stage.now.plus(HOUR).plusSeconds(2);
        stage.on(new Event.Due("c", stage.now));
        stage.spawns("c");
        stage.exits("c", 1);
        stage.passes(Duration.ofSeconds(1));
        assertThat(state()).isEqualTo(State.MISSED);
    }

    @Test
    void aStopIsNoSuccess() {
        stage.put(cron("*/30 * * * *", HOUR));
        stage.passes(Duration.ofMinutes(30));
        stage.spawns("c");
        stage.stop("c");
        stage.exits("c", 0);
        assertThat(stage.task("c").lastSuccess()).isEmpty();
    }

    @Test
    void anExpectationThatIsWithdrawnIsNeverLate() {
        stage.put(cron("*/30 * * * *", HOUR));
        stage.amend(cron("*/30 * * * *", null));
        stage.passes(HOUR.multipliedBy(2));
        assertThat(stage.task("c").expectation()).isEmpty();
        assertThat(lateRows()).isEmpty();
    }

    @Test
    void aRemovedTaskIsNeverLate() {
        stage.put(cron("*/30 * * * *", HOUR));
        stage.delete("c");
        stage.passes(HOUR);
        stage.isEmpty();
    }

    private State state() {
        return stage.task("c").expectation().orElseThrow().state();
    }

    private List<String> lateRows() {
        return stage.recorded.stream()
                .filter(run -> run.end() != null && run.end().cause().kind().equals("late"))
                .map(run -> run.end().cause())
                .map(Cause::words)
                .toList();
    }

    private static TaskDefinition cron(String pattern, @Nullable Duration within) {
        TaskDefinition every = Stage.cron("c");
        return new TaskDefinition(
                "c",
                TaskType.CRON,
                every.command(),
                1,
                List.of(),
                every.interval(),
                CronPattern.parse(pattern),
                CatchUp.DEFAULT,
                within,
                every.ends(),
                every.behaviour());
    }
}
