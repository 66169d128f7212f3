package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventHistoryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static RecordedEvent moment(String task, long millis) {
        return new RecordedEvent(NOW.plusMillis(millis), new TaskEvent.RollEnded(task, "over"));
    }

    @Test
    void aReportThatIsOlderThanWhatWasDoneBeforeItArrivedIsNotEarlier() {
        EventHistory past =
                EventHistory.NONE.with(moment("a", 5)).with(moment("b", 3)).with(moment("c", 9));

        assertThat(past.moments()).containsExactly(moment("a", 5), moment("b", 5), moment("c", 9));
    }

    @Test
    void theOldestMomentGivesWay() {
        EventHistory past = EventHistory.NONE;
        for (int i = 0; i <= EventHistory.MOST; i++) {
            past = past.with(moment("a", i));
        }

        assertThat(past.moments())
                .hasSize(EventHistory.MOST)
                .startsWith(moment("a", 1))
                .endsWith(moment("a", EventHistory.MOST));
    }
}
