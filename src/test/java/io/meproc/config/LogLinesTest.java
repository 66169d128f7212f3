package io.meproc.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel that is full tears no line and loses none without a count. */
class LogLinesTest {
    private final Disk disk = new Disk();
    private final Unwritten unwritten = new Unwritten();

    private LogLines lines(boolean torn) {
        return new LogLines(disk, torn, unwritten, (lines, why) -> (lines + " lost: " + why + "\n").getBytes(UTF_8));
    }

    private static void write(LogLines lines, int from, int to) {
        IntStream.range(from, to).forEach(i -> lines.write(("line " + i + "\n").getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 7, 10, 13, 14})
    void whateverFitsTheLinesAreWholeAndTheOthersCounted(int room) {
        LogLines lines = lines(false);
        disk.room = room;
        write(lines, 0, 5);
        disk.room = 1_000;
        write(lines, 5, 7);

        int begun = (room + 6) / 7;
        assertThat(disk.text().lines())
                .containsExactlyElementsOf(IntStream.range(0, begun + 3)
                        .mapToObj(i -> i < begun
                                ? "line " + i
                                : i == begun ? 5 - begun + " lost: No space left on device" : "line " + (i - begun + 4))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12, 30})
    void aReportThatDoesNotFitIsMadeAgain(int room) {
        LogLines lines = lines(false);
        write(lines, 0, 3);
        disk.room = room;
        write(lines, 3, 4);
        disk.room = 1_000;
        lines.catchUp();

        long reported = disk.text()
                .lines()
                .filter(line -> line.endsWith(" lost: No space left on device"))
                .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .sum();
        assertThat(reported).isEqualTo(disk.text().contains("line 3\n") ? 3 : 4);
        assertThat(disk.text()).endsWith("\n");
    }

    @Test
    void aLineThatALifeBeforeHasTornGetsAnEnd() {
        disk.room = 1_000;
        disk.text.writeBytes("half a li".getBytes(UTF_8));
        write(lines(true), 0, 1);

        assertThat(disk.text()).isEqualTo("half a li\nline 0\n");
    }

    @Test
    void overflowsOfAQueueAreReportedOnceASecondAtMost() {
        LogLines lines = lines(false);
        disk.room = 1_000_000;
        IntStream.range(0, 1_000).forEach(i -> {
            unwritten.add("too many");
            write(lines, i, i + 1);
        });
        lines.catchUp();

        long[] reports = disk.text()
                .lines()
                .filter(line -> line.endsWith(" lost: too many"))
                .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
                .toArray();
        assertThat(LongStream.of(reports).sum()).isEqualTo(1_000);
        assertThat(reports).hasSizeLessThan(100);
    }

    /** Takes what fits, and fails as a file system does when nothing does. */
    private static final class Disk implements WritableByteChannel {
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private int room;

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (room == 0) {
                throw new IOException("No space left on device");
            }
            byte[] taken = new byte[Math.min(room, bytes.remaining())];
            bytes.get(taken);
            room -= taken.length;
            text.writeBytes(taken);
            return taken.length;
        }

        private String text() {
            return text.toString(UTF_8);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
