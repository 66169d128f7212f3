package io.meproc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full, under the file of the service log and under standard output. */
class FullDiskTest {
    private static final Pattern LINE = Pattern.compile(
            ".* UTC \\[(INFO|WARN)]: (?:"
                    + "number (?<number>\\d+) x*\\.|(?<lost>\\d+) lines of this log were not written: No space left on device)");

    @TempDir
    Path directory;

    @Test
    void noLineIsTornAndEachIsWrittenOrCounted() throws Exception {
        assumeTrue(run("true") == 0, "no tmpfs can be mounted here");
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Path kept = Files.createDirectory(directory.resolve("kept"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        assertThat(run("mount -t tmpfs -o size=256k tmpfs '" + disk + "' && '" + java
                        + "' -XX:+UseSerialGC -Xmx64m -cp '"
                        + System.getProperty("java.class.path") + "' " + FullDisk.class.getName() + " '" + disk + "' >'"
                        + disk + "/out' && cp '" + disk + "/meproc.log' '" + disk + "/out' '" + kept + "'"))
                .isZero();

        assertComplete(Files.readAllLines(kept.resolve("meproc.log")));
        assertComplete(Files.readAllLines(kept.resolve("out")));
    }

    private static void assertComplete(List<String> lines) {
        assertThat(lines).allMatch(line -> LINE.matcher(line).matches());
        List<Matcher> matches =
                lines.stream().map(LINE::matcher).filter(Matcher::matches).toList();
        long written =
                matches.stream().filter(line -> line.group("number") != null).count();
        long lost = matches.stream()
                .filter(line -> line.group("lost") != null)
                .mapToLong(line -> Long.parseLong(line.group("lost")))
                .sum();
        assertThat(lost).isPositive();
        assertThat(written + lost).isEqualTo(FullDisk.LINES);
    }

    /** In a mount namespace of its own, so that nothing stays mounted. */
    private int run(String script) throws IOException, InterruptedException {
        return new ProcessBuilder("unshare", "-m", "sh", "-c", "mount -t tmpfs tmpfs /mnt && umount /mnt && " + script)
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start()
                .waitFor();
    }
}
