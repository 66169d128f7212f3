package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Acknowledged changes are synced to disk, as strace(1) sees it. */
class SyncedChangesTest {
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path directory;

    @Test
    void eachAnswerFollowsASyncAndABurstSharesThem() throws Exception {
        assumeTrue(run("strace", "-o", "/dev/null", "true"), "strace can't trace here");
        Path data = Files.createDirectory(directory.resolve("data"));
        Path trace = directory.resolve("trace");

        assertThat(run(
                        "strace",
                        "-f",
                        "-y",
                        "-e",
                        "trace=fsync,fdatasync,openat",
                        "-o",
                        trace.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SyncedChanges.class.getName(),
                        data.toString()))
                .as(() -> text("output"))
                .isTrue();

        List<String> lines = Files.readAllLines(trace);
        assertThat(syncs(lines, "mark-alone", "mark-burst")).isEqualTo(1);
        assertThat(syncs(lines, "mark-burst", "mark-end")).isBetween(1L, SyncedChanges.BURST / 2L);
    }

    /** The number of syncs of the database or its log between two marks. */
    private static long syncs(List<String> lines, String from, String to) {
        int begin = indexOf(lines, from);
        int end = indexOf(lines, to);
        return lines.subList(begin, end).stream()
                .filter(line -> line.contains("sync(") && line.contains("/meproc.db"))
                .count();
    }

    private static int indexOf(List<String> lines, String mark) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(mark)) {
                return i;
            }
        }
        throw new AssertionError(mark + " is not in the trace");
    }

    private boolean run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
        } catch (IOException missing) {
            return false;
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return process.waitFor() == 0;
    }

    private String text(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException missing) {
            return missing.toString();
        }
    }
}
