package io.meproc.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service's log looks like the original's, and stays within its bounds. */
class ServiceLogTest {
    private static final String TIME = "\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d:\\d\\d UTC";
    private static final Logger LOG = LoggerFactory.getLogger("io.meproc.test");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private ServiceLog serviceLog(long fileBytes) {
        return new ServiceLog(fileBytes, Channels.newChannel(shown));
    }

    private List<String> file() throws IOException {
        return Files.readAllLines(directory.resolve("meproc.log"));
    }

    private static void logAll() {
        LOG.debug("not {}", "shown");
        LOG.info("Task {} started", "sleep1");
        LOG.warn("careful");
        LOG.error("broken", new IllegalStateException("because"));
    }

    @Test
    void aLineIsLikeTheOriginals() throws IOException {
        try (ServiceLog log = serviceLog(1 << 20)) {
            log.open(Level.INFO, directory, false);
            logAll();
        }
        List<String> lines = shown.toString(UTF_8).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches(TIME + " \\[INFO]: Task sleep1 started");
        assertThat(lines.get(1)).matches(TIME + " \\[WARN]: careful");
        assertThat(lines.get(2)).matches(TIME + " \\[ERROR]: broken");
        assertThat(file().subList(0, 3)).isEqualTo(lines);
    }

    @Test
    void whatALineQuotesNeitherBreaksItNorMakesItLongerThanItsBound() throws IOException {
        try (ServiceLog log = serviceLog(1 << 20)) {
            log.open(Level.INFO, directory, false);
            LOG.warn("Process 1 ({}) has survived", "x".repeat(5_000));
            LOG.warn("Task a: {}", "one\ntwo\u001b[31m");
        }
        List<String> lines = shown.toString(UTF_8).lines().toList();
        assertThat(lines).hasSize(2).isEqualTo(file());
        assertThat(lines.get(0)).matches(TIME + " \\[WARN]: Process 1 \\(x{1989}\\.\\.\\. \\(3025 characters more\\)");
        assertThat(lines.get(1)).matches(TIME + " \\[WARN]: Task a: one\\?two\\?\\[31m");
    }

    @Test
    void aTraceIsInTheFileOnly() throws IOException {
        try (ServiceLog log = serviceLog(1 << 20)) {
            log.open(Level.INFO, directory, false);
            logAll();
        }
        assertThat(shown.toString(UTF_8)).doesNotContain("IllegalStateException", "because");
        assertThat(file()).anyMatch(line -> line.contains("IllegalStateException: because"));
    }

    @Test
    void aLogThatWasMovedAwayOrRemovedGoesOnUnderItsName() throws IOException {
        Path name = directory.resolve("meproc.log");
        Path moved = directory.resolve("meproc.log.old");
        try (ServiceLog log = serviceLog(1 << 20)) {
            log.open(Level.INFO, directory, false);
            LOG.info("before");
            await().until(() -> file().size() == 1);
            Files.move(name, moved);
            await().until(() -> logged(name));
            Files.delete(name);
            await().until(() -> logged(name));
        }
        assertThat(Files.readAllLines(moved).get(0)).endsWith("before");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(name)))
                .isEqualTo("rw-------");
        assertThat(shown.toString(UTF_8)).doesNotContain("not written");
    }

    private static boolean logged(Path file) throws IOException {
        LOG.info("after");
        return Files.exists(file) && Files.size(file) > 0;
    }

    @Test
    void onATerminalTheHeadHasTheColourOfItsLevel() throws IOException {
        try (ServiceLog log = serviceLog(1 << 20)) {
            log.open(Level.DEBUG, directory, true);
            logAll();
        }
        List<String> lines = shown.toString(UTF_8).lines().toList();
        assertThat(lines.get(0)).matches("\u001b\\[36m" + TIME + " \\[DEBUG]\u001b\\[0;39m: not shown");
        assertThat(lines.get(1)).matches("\u001b\\[32m" + TIME + " \\[INFO]\u001b\\[0;39m: Task sleep1 started");
        assertThat(lines.get(2)).startsWith("\u001b[33m");
        assertThat(lines.get(3)).startsWith("\u001b[31m");
        assertThat(file()).noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void librariesAreHeardWhenTheyWarn() throws IOException {
        try (ServiceLog log = serviceLog(1 << 20)) {
            log.open(Level.DEBUG, directory, false);
            Logger library = LoggerFactory.getLogger("io.example");
            library.info("chatter");
            library.warn("trouble");
        }
        assertThat(file()).hasSize(1).allMatch(line -> line.endsWith("[WARN]: trouble"));
    }

    @Test
    void theFilesAreBounded() throws IOException {
        long bytes = 64L << 10;
        String line = "x".repeat(1_000);
        try (ServiceLog log = serviceLog(bytes)) {
            log.open(Level.INFO, directory, false);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        for (int i = 0; i < 200; i++) {
                            LOG.info(line);
                        }
                        return Files.exists(directory.resolve("meproc.log.5.gz"));
                    });
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files)
                    .allMatch(file -> file.getFileName().toString().matches("meproc\\.log(\\.[1-5]\\.gz)?"))
                    .hasSize(6)
                    .allMatch(file -> size(file) < 40L * bytes);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void closedItIsSilent() throws IOException {
        try (ServiceLog log = serviceLog(1 << 20)) {
            log.open(Level.INFO, directory, false);
        }
        LOG.error("too late");
        assertThat(shown.toString(UTF_8)).isEmpty();
        assertThat(file()).isEmpty();
    }
}
