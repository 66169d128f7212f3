package io.meproc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that are removed or renamed under a running service, and a second service that would use them. */
class ClaimIT {
    private static final ConditionFactory AWAIT = await().atMost(Duration.ofSeconds(90));

    @TempDir
    Path directory;

    private Path logs;

    @BeforeEach
    void names() {
        logs = directory.resolve("logs");
    }

    private Program first() throws IOException {
        return new Program(directory, Map.of(), "--port", "0");
    }

    /** With a data directory of its own, and the log directory of the first. */
    private Program second() throws IOException {
        return new Program(directory.resolve("second"), Map.of("MEPROC_LOG_DIR", logs.toString()), "--port", "0");
    }

    @Test
    void aRemovedLogDirectoryIsClaimedAgainByTheNextStart() throws Exception {
        try (Program first = first()) {
            first.port();
            remove(logs);
            assertThat(first.call("PUT", "/api/v1/tasks/a", task("sleep 1000"))).isEqualTo(201);
            AWAIT.until(() -> Files.exists(logs.resolve("a/0.log")));

            refused("log_dir: " + logs, first);
        }
    }

    @Test
    void aRenamedLogDirectoryIsClaimedAgainAtRest() throws Exception {
        try (Program first = first()) {
            first.port();
            Files.move(logs, directory.resolve("old"));
            Files.createDirectory(logs);
            AWAIT.until(() -> Files.exists(logs.resolve(".lock")));

            refused("log_dir: " + logs, first);
        }
    }

    @Test
    void aServiceWhoseLogDirectoryAnotherHasTakenStartsNothingUntilItHasItAgain() throws Exception {
        try (Program first = first()) {
            first.port();
            Files.move(logs, directory.resolve("old"));
            try (Program second = second()) {
                AWAIT.until(() -> Files.exists(logs.resolve(".lock"))
                        && Files.readString(logs.resolve(".lock")).equals(second.pid() + "\n"));

                first.call("PUT", "/api/v1/tasks/a", task("echo here"));
                AWAIT.until(() -> first.answer("GET", "/api/v1/tasks/a", "")
                        .body()
                        .contains("log_dir: " + logs + " is in use by another Meproc, process " + second.pid()));
                assertThat(logs.resolve("a")).doesNotExist();
            }
            AWAIT.until(() -> Files.exists(logs.resolve("a/0.log"))
                    && Files.readString(logs.resolve("a/0.log")).startsWith("here\n"));
            refused("log_dir: " + logs, first);
        }
    }

    @Test
    void aRemovedDataDirectoryKeepsItsIdAndIsClaimedAgain() throws Exception {
        Path data = directory.resolve("data");
        try (Program first = first()) {
            first.port();
            String id = Files.readString(data.resolve("id"));
            String key = Files.readString(data.resolve("key"));
            remove(data);
            // A change is refused with 503 until the database, which went with the directory, is made again.
            AWAIT.until(() -> Set.of(200, 201).contains(first.call("PUT", "/api/v1/tasks/a", task("sleep 1000"))));
            AWAIT.until(() -> Files.exists(data.resolve("key"))
                    && Files.readString(data.resolve("key")).equals(key));

            assertThat(Files.readString(data.resolve("id"))).isEqualTo(id);
            try (Program second = new Program(directory, Map.of(), "--port", "0")) {
                Program.Ended ended = second.ended();
                assertThat(ended.code()).isEqualTo(2);
                assertThat(ended.err()).startsWith("meproc: data_dir: " + data + " is in use by another Meproc");
            }
        }
    }

    private void refused(String words, Program owner) throws IOException {
        try (Program second = second()) {
            Program.Ended ended = second.ended();
            assertThat(ended.err())
                    .isEqualTo("meproc: " + words + " is in use by another Meproc, process " + owner.pid()
                            + "; configure a separate directory for each\n");
            assertThat(ended.code()).isEqualTo(2);
        }
    }

    private static String task(String line) {
        return "{\"type\": \"daemon\", \"interval\": 100, \"cmd\": \"" + line + "\"}";
    }

    private static void remove(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
