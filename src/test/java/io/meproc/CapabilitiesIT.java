package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as root, but without the right to signal other users' processes, see capabilities(7). */
class CapabilitiesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LINE = "exec setpriv --bounding-set=-kill ./meproc --port 0";

    @TempDir
    private Path directory;

    @BeforeEach
    void rootAlone() throws Exception {
        assumeTrue(run("setpriv", "--bounding-set=-kill", "true") == 0, "bounded capabilities need root");
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void aTaskThatCouldBeStartedButNotStoppedIsRefused() throws Exception {
        try (RunningService service = RunningService.startBy(LINE, directory, Map.of())) {
            HttpResponse<String> refused = service.call(
                    "PUT", "/api/v1/tasks/game", "{\"cmd\": \"sleep 1000\", \"type\": \"once\", \"user\": \"games\"}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("may not signal that user's processes", "CAP_KILL");
            assertThat(service.children()).isEmpty();
        }
    }

    /** The grace is longer than any test waits, so that only an answer that waits for none of it can come. */
    @Test
    void aProcessThatHasBecomeAnotherUsersIsReportedAtOnceAndNotAsASurvivorOfSigkill() throws Exception {
        String task = """
                {"cmd": "exec setpriv --reuid games --clear-groups sleep 1000", "type": "daemon",
                 "stop": {"signal": "TERM", "grace": "10m"}}""";
        List<Long> left = List.of();
        try (RunningService service = RunningService.startBy(LINE, directory, Map.of())) {
            try {
                assertThat(service.call("PUT", "/api/v1/tasks/game", task).statusCode())
                        .isEqualTo(201);
                await().atMost(PATIENCE).until(() -> sleeps(service));
                left = service.children();

                HttpResponse<String> answer = service.call("DELETE", "/api/v1/tasks/game", "");

                assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
                assertThat(answer.body())
                        .contains("EPERM", left.get(0) + " (sleep 1000)")
                        .doesNotContain("SIGKILL");
                service.logs("Meproc may not signal these processes of another user (EPERM)");
                assertThat(service.log()).doesNotContain("survived SIGKILL");
                assertThat(service.children()).isEqualTo(left);
            } finally {
                left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            }
            await().atMost(PATIENCE).until(() -> service.children().isEmpty());
        }
    }

    private static boolean sleeps(RunningService service) throws IOException {
        List<Long> children = service.children();
        return children.size() == 1
                && ProcessHandle.of(children.get(0))
                        .flatMap(child -> child.info().command())
                        .filter(command -> command.endsWith("sleep"))
                        .isPresent();
    }
}
