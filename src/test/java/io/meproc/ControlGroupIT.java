package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service in a control group that was handed over to it, as systemd does with {@code Delegate=yes}. */
class ControlGroupIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** In a session of its own, an orphan, without environment and with its output elsewhere: nothing of it tells whose it is. */
    private static final String HIDDEN = "env -i setsid -f sleep %s </dev/null >/dev/null 2>&1";

    @TempDir
    private Path directory;

    private @Nullable DelegatedGroup group;

    @BeforeEach
    void handOver() throws IOException {
        group = DelegatedGroup.make();
    }

    @AfterEach
    void takeAway() {
        if (group != null) {
            group.close();
        }
    }

    private RunningService start() throws IOException {
        return Objects.requireNonNull(group).start(directory);
    }

    private static boolean lives(String seconds) {
        return processes(seconds).findAny().isPresent();
    }

    private static Stream<ProcessHandle> processes(String seconds) {
        String command = "sleep\0" + seconds + "\0";
        return ProcessHandle.allProcesses()
                .filter(process ->
                        read(Path.of("/proc/" + process.pid() + "/cmdline")).equals(command));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static void put(RunningService service, String name, JsonObject definition) throws Exception {
        HttpResponse<String> answer = service.call("PUT", "/api/v1/tasks/" + name, definition.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static JsonObject task(String type, String line) {
        return new JsonObject().put("type", type).put("cmd", line);
    }

    @Test
    void aProcessThatGaveUpEverySignIsEndedByAStop() throws Exception {
        String seconds = "7001";
        try (RunningService service = start()) {
            put(service, "hides", task("daemon", HIDDEN.formatted(seconds) + "; exec sleep 1000"));
            await().atMost(PATIENCE).until(() -> lives(seconds));

            service.call("POST", "/api/v1/tasks/hides/stop", "");

            assertThat(lives(seconds)).isFalse();
            assertThat(service.log()).doesNotContain("suspected");
            assertThat(service.call("GET", "/api/v1/tasks/hides", "").body()).contains("sleep " + seconds);
            service.terminate();
            assertThat(service.exitCode()).isZero();
        }
    }

    @Test
    void aProcessThatGaveUpEverySignIsEndedAfterTheLeader() throws Exception {
        String seconds = "7002";
        try (RunningService service = start()) {
            put(service, "hides", task("once", HIDDEN.formatted(seconds)));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.log()).contains("sleep " + seconds));
            await().atMost(PATIENCE).until(() -> !lives(seconds));
        }
    }

    @Test
    void aProcessThatMayStayStaysThroughAStopAndAnEndOfTheService() throws Exception {
        String seconds = "7003";
        try (RunningService service = start()) {
            put(service, "leaves", task("once", HIDDEN.formatted(seconds)).put("onLeaderExit", "release"));
            await().atMost(PATIENCE).until(() -> service.log().contains("sleep " + seconds));
            service.call("POST", "/api/v1/tasks/leaves/start", "");
            service.call("DELETE", "/api/v1/tasks/leaves", "");
            service.terminate();
            assertThat(service.exitCode()).isZero();
            assertThat(lives(seconds)).isTrue();
        } finally {
            processes(seconds).forEach(ProcessHandle::destroy);
        }
    }

    @Test
    void aForkBombThatHidesIsEndedAtOnce() throws Exception {
        String seconds = "7004";
        try (RunningService service = start()) {
            String line = "trap '' TERM; while :; do " + HIDDEN.formatted(seconds) + "; sleep 0.05; done";
            put(service, "bomb", task("daemon", line).put("stop", new JsonObject().put("grace", "1s")));
            await().atMost(PATIENCE).until(() -> lives(seconds));
            service.call("DELETE", "/api/v1/tasks/bomb", "");
            assertThat(lives(seconds)).isFalse();
        }
    }
}
