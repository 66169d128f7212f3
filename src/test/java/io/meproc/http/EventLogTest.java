package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final int BYTES = 1_000;

    /** A snapshot of an earlier end would otherwise pass for one of the present. */
    @Test
    void whoStandsWhereSomethingWasLeftOutHasMissedIt() {
        EventLog log = new EventLog(5, BYTES);
        long before = log.end();

        log.skip(9);

        assertThat(log.has(before)).isFalse();
        assertThat(log.end()).isGreaterThan(before);
        assertThat(log.after(9)).hasValue(log.end());
        assertThat(log.after(5)).isEmpty();
    }
}
