package io.meproc.task;

import static io.meproc.task.Stage.daemon;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.EndPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Effects are carried out some at a time, so an alarm may go off although its replica has taken it back already. */
class AlarmTest {
    private final Stage stage = new Stage();

    @Test
    void aTimeLimitThatGoesOffAfterAStopHasBegunTakesNothingOfItsGrace() {
        TaskDefinition plain = daemon("web");
        EndPolicy ends = new EndPolicy(
                plain.ends().stop(),
                Duration.ofSeconds(20),
                plain.ends().success(),
                plain.ends().onLeaderExit());
        stage.runs(new TaskDefinition(
                "web", plain.type(), plain.command(), 1, List.of(), plain.interval(), plain.cron(), ends));
        Instant limit = stage.alarm("web");
        Run run = requireNonNull(stage.alive.get(Stage.id("web")));
        stage.stop("web");
        stage.on(new Event.Elapsed(run, limit, limit));
        assertThat(stage.sent).containsExactly("TERM web:0");
        stage.passes(Duration.ofMillis(9_999));
        assertThat(stage.sent).containsExactly("TERM web:0");
        stage.passes(Duration.ofMillis(1));
        assertThat(stage.sent).containsExactly("TERM web:0", "KILL web:0");
    }

    @Test
    void theAlarmOfAStepOfAStopIsNothingToTheNextStep() {
        stage.runs(daemon("web"));
        Run run = requireNonNull(stage.alive.get(Stage.id("web")));
        stage.stop("web");
        Instant grace = stage.alarm("web");
        stage.passes(Duration.ofSeconds(10));
        stage.on(new Event.Elapsed(run, grace, stage.now));
        assertThat(stage.counting)
                .as("the wait for SIGKILL to work has only begun")
                .isEmpty();
        stage.passes(Duration.ofSeconds(5));
        assertThat(stage.counting).hasSize(1);
    }
}
