package io.meproc.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a process has used so far, by proc(5).
 *
 * @param cpuSeconds of user and system time
 * @param rss megabytes of memory that it has
 * @param pss the same, where shared pages count in part
 */
record Usage(double cpuSeconds, double rss, double pss) {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TIME = 11;

    static Usage of(long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        try {
            String stat = Files.readString(proc.resolve("stat"));
            // The second field is the name, which may hold anything; count from its end.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks = Double.parseDouble(fields[USER_TIME]) + Double.parseDouble(fields[USER_TIME + 1]);
            String memory = Files.readString(proc.resolve("smaps_rollup"));
            return new Usage(ticks / TICKS_PER_SECOND, megabytes(memory, "Rss:"), megabytes(memory, "Pss:"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** By thread, the first field of its schedstat: nanoseconds, where stat counts ticks. */
    static Map<Path, Double> threadNanos(long pid) throws IOException {
        Map<Path, Double> nanos = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                try {
                    nanos.put(
                            thread,
                            Double.valueOf(Files.readString(thread.resolve("schedstat"))
                                    .split(" ")[0]));
                } catch (FileSystemException ended) {
                    // Compiler threads come and go.
                }
            }
        }
        return nanos;
    }

    /** How many entries a folder of a process has in proc(5). */
    static int count(long pid, String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(pid), folder))) {
            return (int) entries.count();
        }
    }

    private static double megabytes(String memory, String field) {
        return memory.lines()
                .filter(line -> line.startsWith(field))
                .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[1]) / 1024)
                .sum();
    }
}
