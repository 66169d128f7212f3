package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SIGTERM ends the real program and all its tasks, whatever its event loop does. */
@Tag("slow")
class BlockedLoopTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern LISTEN = Pattern.compile("Listen: 127\\.0\\.0\\.1:(\\d+)");
    private static final String STUBBORN = "trap '' TERM; while :; do sleep 0.1; done";

    @TempDir
    Path directory;

    private @Nullable Process started;

    @AfterEach
    void end() throws Exception {
        service().destroyForcibly().waitFor();
        for (long pid : children()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @ParameterizedTest
    @CsvSource({"native,park", "native,spin", "portable,park"})
    void everyTaskEndsThoughTheLoopAnswersNoMore(String launcher, String how) throws Exception {
        start(launcher);
        task("kind", "exec sleep 1000");
        task("stubborn", STUBBORN);
        task("escaped", "setsid sleep 1000 & exec sleep 1000");
        await().atMost(PATIENCE).until(() -> children().size() >= 5);
        block(how);

        service().toHandle().destroy();

        assertThat(service().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(service().exitValue()).isEqualTo(ExitCode.NOT_STARTED);
        assertThat(children()).isEmpty();
        assertThat(log())
                .contains("[ERROR]: The event loop does not answer; ending every process without it, by SIGTERM and")
                .contains("[ERROR]: Every process has ended");
    }

    @Test
    void theSecondSignalKillsThoughTheLoopAnswersNoMore() throws Exception {
        start("native");
        task("stubborn", STUBBORN);
        await().atMost(PATIENCE).until(() -> children().size() >= 2);
        block("park");

        service().toHandle().destroy();
        await().atMost(PATIENCE).until(() -> log().contains("Stopping every task"));
        service().toHandle().destroy();

        assertThat(service().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(children()).isEmpty();
        assertThat(log()).contains("ending every process without it, by SIGKILL");
    }

    @Test
    void aLoopThatAnswersFollowsTheStopPlans() throws Exception {
        start("native");
        task("kind", "exec sleep 1000");
        await().atMost(PATIENCE).until(() -> children().size() == 1);

        service().toHandle().destroy();

        assertThat(service().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(service().exitValue()).isEqualTo(ExitCode.DONE);
        assertThat(log()).contains("[INFO]: Ended").doesNotContain("ERROR");
    }

    /** Without the way around the loop, which logs an error. */
    @Test
    void theSignalIsHonouredWhileManyTasksAreReset() throws Exception {
        start("native");
        task("kind", "exec sleep 1000");
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < 1_000; i++) {
            task(client, "t" + i + "?start=false", "true");
        }
        await().atMost(PATIENCE).until(() -> children().size() == 1);
        HttpRequest reset = HttpRequest.newBuilder(at("tasks:reset"))
                .POST(BodyPublishers.ofString("{\"selector\":{\"all\":true}}"))
                .build();
        List<Thread> clients =
                Stream.generate(() -> new Thread(() -> repeat(reset))).limit(4).toList();
        clients.forEach(Thread::start);

        service().toHandle().destroy();

        assertThat(service().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(service().exitValue()).isEqualTo(ExitCode.DONE);
        assertThat(log()).contains("[INFO]: Ended").doesNotContain("ERROR");
        for (Thread each : clients) {
            each.join();
        }
    }

    /** Sends it again and again until the service is gone. */
    private void repeat(HttpRequest request) {
        HttpClient client = HttpClient.newHttpClient();
        try {
            while (service().isAlive()) {
                client.send(request, BodyHandlers.discarding());
            }
        } catch (IOException gone) {
            assertThat(gone).isNotNull();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Process service() {
        return Objects.requireNonNull(started);
    }

    private void start(String launcher) throws IOException {
        Path provider = LoopBlocker.registered(directory.resolve("provider"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-D" + LoopBlocker.PROPERTY + "=" + directory.resolve("block"),
                        "-cp",
                        provider + File.pathSeparator + System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--port",
                        "0")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MEPROC_"));
        builder.environment().putAll(RunningService.environment(directory));
        builder.environment().put("MEPROC_LAUNCHER", launcher);
        started = builder.start();
        await().atMost(PATIENCE).until(() -> LISTEN.matcher(log()).find());
    }

    private URI at(String path) throws IOException {
        Matcher listen = LISTEN.matcher(log());
        assertThat(listen.find()).isTrue();
        return URI.create("http://127.0.0.1:" + listen.group(1) + "/api/v1/" + path);
    }

    private void task(String name, String command) throws Exception {
        task(HttpClient.newHttpClient(), name, command);
    }

    private void task(HttpClient client, String name, String command) throws Exception {
        String body = "{\"type\":\"daemon\",\"cmd\":\"" + command + "\"}";
        HttpRequest put = HttpRequest.newBuilder(at("tasks/" + name))
                .PUT(BodyPublishers.ofString(body))
                .build();
        assertThat(client.send(put, BodyHandlers.ofString()).statusCode()).isBetween(200, 201);
    }

    private void block(String how) throws IOException {
        Files.writeString(directory.resolve("written"), how);
        Files.move(directory.resolve("written"), directory.resolve("block"));
        await().atMost(PATIENCE).until(() -> Files.exists(directory.resolve("blocked")));
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("out"));
    }

    private List<Long> children() throws IOException {
        Path id = directory.resolve("data/id");
        if (!Files.exists(id)) {
            return List.of();
        }
        String marker = "MEPROC_REPLICA=" + Files.readString(id).strip() + "/";
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(folder -> folder.getFileName().toString().matches("\\d+"))
                    .filter(folder -> environment(folder).contains(marker))
                    .map(folder -> Long.parseLong(folder.getFileName().toString()))
                    .toList();
        }
    }

    private static String environment(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
