package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine does not answer the packaged service: what goes on. Each test lets it answer again only after that was seen. */
class HeldUpIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DAEMON = """
            {"cmd": "exec sleep 1000", "type": "daemon"}""";
    private static final String OF_GAMES = """
            {"cmd": "exec sleep 1000", "type": "daemon", "user": "games"}""";
    private static final String STUCK = "/api/v1/tasks/stuck";

    @TempDir
    private Path directory;

    /** The service of a test has mounts of its own, which end with it. */
    @BeforeEach
    void rootAlone() throws Exception {
        assumeTrue(run("unshare", "--mount", "true") == 0, "a mount namespace needs root");
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void inside(RunningService service, String... command) throws Exception {
        String[] line = new String[command.length + 4];
        line[0] = "nsenter";
        line[1] = "--target";
        line[2] = Long.toString(node(service).getLong("pid"));
        line[3] = "--mount";
        System.arraycopy(command, 0, line, 4, command.length);
        assertThat(run(line)).isZero();
    }

    private static JsonObject node(RunningService service) throws Exception {
        return new JsonObject(service.call("GET", "/api/v1/node", "").body());
    }

    private static void start(RunningService service, String task) throws Exception {
        int running = node(service).getInteger("running");
        service.call("PUT", "/api/v1/tasks/" + task, DAEMON);
        await().atMost(PATIENCE).until(() -> node(service).getInteger("running") > running);
    }

    private static void delete(RunningService service, String task) throws Exception {
        int running = node(service).getInteger("running");
        assertThat(service.call("DELETE", "/api/v1/tasks/" + task, "").statusCode())
                .isEqualTo(200);
        assertThat(node(service).getInteger("running")).isEqualTo(running - 1);
    }

    private static boolean looksUp(RunningService service) throws Exception {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + node(service).getLong("pid") + "/task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("comm")).startsWith("meproc-account")) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void aUserDatabaseThatHangsHoldsUpOnlyTheTaskThatNeedsIt() throws Exception {
        Path users = directory.resolve("passwd");
        assertThat(run("mkfifo", users.toString())).isZero();
        try (RunningService service =
                RunningService.startBy("exec unshare --mount ./meproc --port 0", directory, Map.of())) {
            start(service, "before");
            inside(service, "mount", "--bind", users.toString(), "/etc/passwd");
            CompletableFuture<String> stuck = CompletableFuture.supplyAsync(() -> {
                try {
                    return service.call("PUT", STUCK, OF_GAMES).body();
                } catch (IOException | InterruptedException broken) {
                    throw new AssertionError(broken);
                }
            });
            try {
                await().atMost(PATIENCE).until(() -> looksUp(service));
                start(service, "meanwhile");
                delete(service, "before");
                delete(service, "meanwhile");
                assertThat(stuck.join()).contains("user database has not answered", "user 'games'");
                inside(service, "umount", "--lazy", "/etc/passwd");
            } finally {
                // Whoever has opened the other end goes on.
                new RandomAccessFile(users.toFile(), "rw").close();
            }
            await().atMost(PATIENCE)
                    .until(() -> service.call("PUT", STUCK, OF_GAMES).statusCode() == 201);
            await().atMost(PATIENCE).until(() -> node(service).getInteger("running") == 1);
        }
    }

    @Test
    void aLogDirectoryThatHangsHoldsUpStartsAlone() throws Exception {
        Path image = directory.resolve("image");
        Path logs = Files.createDirectory(directory.resolve("frozen"));
        assertThat(run("truncate", "--size=8M", image.toString())).isZero();
        assumeTrue(run("mkfs.ext4", "-q", image.toString()) == 0, "mkfs.ext4 (e2fsprogs) is not installed");
        assumeTrue(
                run("unshare", "--mount", "mount", "-o", "loop", image.toString(), logs.toString()) == 0,
                "a loop device needs root");
        String line = "exec unshare --mount sh -c 'mount -o loop " + image + " " + logs + " && exec ./meproc --port 0'";
        try (RunningService service =
                RunningService.startBy(line, directory, Map.of("MEPROC_LOG_DIR", logs.toString()))) {
            start(service, "before");
            inside(service, "fsfreeze", "--freeze", logs.toString());
            try {
                service.call("PUT", STUCK, DAEMON);
                delete(service, "before");
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(service.call("GET", STUCK, "").body())
                                        .contains("log file", "has not answered for"));
                assertThat(node(service).getInteger("running")).isZero();
            } finally {
                inside(service, "fsfreeze", "--unfreeze", logs.toString());
            }
            await().atMost(PATIENCE).until(() -> node(service).getInteger("running") == 1);
        }
    }
}
