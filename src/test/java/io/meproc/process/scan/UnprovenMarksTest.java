package io.meproc.process.scan;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** How forged marks are logged. */
class UnprovenMarksTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(UnprovenMarks.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong();
    private final UnprovenMarks marks = new UnprovenMarks(nanos::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    /** Pids that no process has. */
    private static List<UnprovenMark> forged(int from, int to, String value) {
        return IntStream.range(from, to)
                .map(each -> Integer.MAX_VALUE - each)
                .mapToObj(pid -> new ProcFiles.Stat(pid, "x", 'S', 1, pid, pid, 1, 7, 0, 0, 0))
                .map(stat -> UnprovenMark.of(stat, value))
                .toList();
    }

    @Test
    void eachProcessIsNamedOnceAndManyFillNoLog() {
        marks.report(forged(0, 3, "id/web/0/1"));
        marks.report(forged(0, 3, "id/web/0/1"));
        assertThat(lines.list).hasSize(3);

        marks.report(forged(3, 1000, "id/web/0/1"));
        marks.report(forged(1000, 2000, "id/web/0/1"));
        assertThat(lines.list).hasSize(UnprovenMarks.MOST + 1);

        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        marks.report(forged(2000, 2001, "id/web/0/1"));
        assertThat(lines.list).hasSize(UnprovenMarks.MOST + 2);
    }

    @Test
    void aMarkCanNotWriteLinesOfItsOwnIntoTheLog() {
        marks.report(forged(0, 1, "id/web\nERROR all is lost/" + "9".repeat(1000) + "/secret"));
        marks.report(forged(1, 2, "id/"));

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .doesNotContain("\n", "secret")
                                .contains("mark of web?ERROR all is lost:999")
                                .hasSizeLessThan(250),
                        line -> assertThat(line).contains("carries the mark of no replica"));
    }
}
