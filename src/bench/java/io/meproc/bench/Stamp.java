package io.meproc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The child that is measured: prints when it began and when it ended, in nanoseconds of a clock that can be read
 * here as well.
 *
 * @param line how a shell starts it
 * @param monotonic whether its clock is {@link System#nanoTime}, not the time of day
 */
record Stamp(String line, boolean monotonic) {
    private static final int LINE_SECONDS = 30;

    static Stamp compiled(Path program) {
        return new Stamp("exec " + program, true);
    }

    /** Where nothing can be compiled: one or two milliseconds later than it could be. */
    static Stamp shell() {
        return new Stamp("t=$(date +%s%N); echo $t $(date +%s%N)", false);
    }

    /** Now, by its clock. */
    long now() {
        if (monotonic) {
            return System.nanoTime();
        }
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    /** When the process that writes to this file began; waits for it. */
    long began(Path log) throws IOException {
        return Long.parseLong(firstLine(log).split(" ")[0]);
    }

    /** When the process that writes to this file ended; waits for it. */
    long ended(Path log) throws IOException {
        return Long.parseLong(firstLine(log).split(" ")[1]);
    }

    /** The first line that comes into a file. */
    static String firstLine(Path log) throws IOException {
        Pause.until("the first line of " + log, LINE_SECONDS, () -> Files.exists(log) && Files.size(log) > 0);
        return Files.readString(log).trim();
    }

    /** The numbers of a text. */
    static double[] numbers(String text) {
        return Stream.of(text.trim().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** From each end to the next beginning, in milliseconds, of the lines in a log. */
    static double[] gaps(String log) {
        long[] times =
                Stream.of(log.trim().split("\\s+")).mapToLong(Long::parseLong).toArray();
        double[] gaps = new double[Math.max(0, times.length / 2 - 1)];
        for (int gap = 0; gap < gaps.length; gap++) {
            gaps[gap] = (times[2 * gap + 2] - times[2 * gap + 1]) / 1e6;
        }
        return gaps;
    }
}
