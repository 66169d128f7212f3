package io.meproc.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Instant NOW = Records.NOON;

    private final Pace pace = new Pace();

    @Test
    void aBurstIsPermittedAndThenOneForEachStep() {
        assertThat(permitted(NOW, 100)).isEqualTo(20);
        assertThat(permitted(NOW.plus(Pace.STEP), 100)).isEqualTo(1);
        assertThat(permitted(NOW.plus(Pace.STEP.multipliedBy(11)), 100)).isEqualTo(10);
    }

    @Test
    void aQuietTimeDoesNotAddUp() {
        permitted(NOW, 100);
        assertThat(permitted(NOW.plusSeconds(3_600), 100)).isEqualTo(20);
    }

    private long permitted(Instant now, int attempts) {
        return IntStream.range(0, attempts).filter(i -> pace.permits(now)).count();
    }
}
