package io.meproc.process.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PollIntervalTest {
    private final PollInterval interval = new PollInterval(1_000_000);

    @Test
    void pausesDoubleUpToFiftyMilliseconds() {
        assertThat(LongStream.generate(() -> interval.after(0)).limit(8).map(nanos -> nanos / 1_000_000))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 50L, 50L);
    }

    @Test
    void lookingTakesATenthOfTheTimeAtMost() {
        assertThat(interval.after(100_000_000)).isEqualTo(900_000_000);
    }

    @Test
    void aRestartBeginsWithTheShortestPause() {
        interval.after(0);
        interval.after(0);
        interval.restart();

        assertThat(interval.after(0)).isEqualTo(1_000_000);
    }
}
