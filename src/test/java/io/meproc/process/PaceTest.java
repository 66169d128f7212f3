package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace(1_000_000);

    @Test
    void pausesDoubleUpToFiftyMilliseconds() {
        assertThat(LongStream.generate(() -> pace.after(0)).limit(8).map(nanos -> nanos / 1_000_000))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 50L, 50L);
    }

    @Test
    void lookingTakesATenthOfTheTimeAtMost() {
        assertThat(pace.after(100_000_000)).isEqualTo(900_000_000);
    }

    @Test
    void aRestartBeginsWithTheShortestPause() {
        pace.after(0);
        pace.after(0);
        pace.restart();

        assertThat(pace.after(0)).isEqualTo(1_000_000);
    }
}
