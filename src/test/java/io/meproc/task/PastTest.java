package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PastTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Moment moment(String task, long millis) {
        return new Moment(NOW.plusMillis(millis), new News.RollEnded(task, "over"));
    }

    @Test
    void aReportThatIsOlderThanWhatWasDoneBeforeItArrivedIsNotEarlier() {
        Past past = Past.NONE.with(moment("a", 5)).with(moment("b", 3)).with(moment("c", 9));

        assertThat(past.moments()).containsExactly(moment("a", 5), moment("b", 5), moment("c", 9));
    }

    @Test
    void theOldestMomentGivesWay() {
        Past past = Past.NONE;
        for (int i = 0; i <= Past.MOST; i++) {
            past = past.with(moment("a", i));
        }

        assertThat(past.moments()).hasSize(Past.MOST).startsWith(moment("a", 1)).endsWith(moment("a", Past.MOST));
    }
}
