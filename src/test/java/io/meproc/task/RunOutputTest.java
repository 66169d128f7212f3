package io.meproc.task;

import static io.meproc.task.Stage.daemon;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.End;
import io.meproc.task.exit.OutputRange;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The record of a run has the part of its replica's output that the run wrote. */
class RunOutputTest {
    private final Stage stage = new Stage();

    private Replica replica() {
        return stage.task("a").replica(0);
    }

    private End last() {
        return requireNonNull(replica().history().last());
    }

    @ParameterizedTest
    @CsvSource({"120, 120, 180", "5000, 0, 300"})
    void theOutputOfARunEndsWhereThatOfTheNextBegins(long begun, long from, long to) {
        stage.output = begun;
        stage.runs(daemon("a"));
        Run first = requireNonNull(replica().run());
        assertThat(replica().output()).isEqualTo(new OutputRange(begun, null));
        stage.exits("a", 1);
        assertThat(replica().output()).isNull();
        assertThat(last().run()).isEqualTo(first.incarnation());
        assertThat(last().output()).isEqualTo(new OutputRange(begun, null));

        stage.passes(Duration.ofMinutes(1));
        stage.output = to;
        stage.spawns("a");
        assertThat(last().output()).isEqualTo(new OutputRange(from, to));
        assertThat(replica().output()).isEqualTo(new OutputRange(to, null));
    }

    @Test
    void aRunWithoutAProcessHasNoOutput() {
        stage.ask(new Request.Start(daemon("a"), false));
        stage.refuses("a", "no");
        assertThat(last().output()).isNull();
        assertThat(last().run()).isPositive();
    }
}
