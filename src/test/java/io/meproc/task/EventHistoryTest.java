package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventHistoryTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static RecordedEvent event(String task, long millis) {
        return new RecordedEvent(NOW.plusMillis(millis), new TaskEvent.RollEnded(task, "over"));
    }

    @Test
    void aReportThatIsOlderThanWhatWasDoneBeforeItArrivedIsNotEarlier() {
        EventHistory history =
                EventHistory.NONE.with(event("a", 5)).with(event("b", 3)).with(event("c", 9));

        assertThat(history.events()).containsExactly(event("a", 5), event("b", 5), event("c", 9));
    }

    @Test
    void theOldestMomentGivesWay() {
        EventHistory history = EventHistory.NONE;
        for (int i = 0; i <= EventHistory.MOST; i++) {
            history = history.with(event("a", i));
        }

        assertThat(history.events())
                .hasSize(EventHistory.MOST)
                .startsWith(event("a", 1))
                .endsWith(event("a", EventHistory.MOST));
    }
}
