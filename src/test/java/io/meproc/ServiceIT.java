package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as a whole: its start, its end, and what it leaves. */
class ServiceIT {
    @TempDir
    private Path directory;

    @Test
    void anEndUnderFiftyRunningTasksLeavesNothing() throws IOException, InterruptedException {
        try (RunningService service = RunningService.start(directory)) {
            for (int i = 0; i < 50; i++) {
                String type = i % 2 == 0 ? "daemon" : "once";
                assertThat(service.call("PUT", "/proc", """
                                        {"name": "t%d", "cmd": "sleep 1000 & sleep 1000", "type": "%s", "replica": 2}""".formatted(i, type)).statusCode())
                        .isEqualTo(200);
            }
            await().until(() -> service.children().size() >= 200);
            service.terminate();
            assertThat(service.exitCode()).isZero();
            assertThat(service.children()).isEmpty();
            assertThat(service.log())
                    .contains("Task t0 stopped")
                    .contains("Task t49 stopped")
                    .doesNotContain("ERROR");
        }
    }

    @Test
    void aStubbornTaskIsKilledAfterItsGraceAndASecondSignalHurries() throws IOException, InterruptedException {
        try (RunningService service = RunningService.start(directory)) {
            service.call("PUT", "/proc", """
                    {"name": "deaf", "cmd": "trap '' TERM; echo deaf; while :; do sleep 1; done", "type": "daemon"}""");
            await().until(() -> Files.exists(directory.resolve("logs/deaf/0.log"))
                    && Files.size(directory.resolve("logs/deaf/0.log")) > 0);
            service.terminate();
            await().until(() -> service.log().contains("Stopping every task"));
            service.terminate();
            assertThat(service.exitCode()).isZero();
            assertThat(service.children()).isEmpty();
            assertThat(service.log()).contains("(deaf:0) stopped by force: signal 9 (KILL)");
        }
    }

    @Test
    void aDeleteAnswersWhenNothingIsLeftEvenOfStubbornProcesses() throws IOException, InterruptedException {
        try (RunningService service = RunningService.start(directory)) {
            service.call("PUT", "/proc", """
                    {"name": "deaf", "cmd": "trap '' TERM; echo deaf; while :; do sleep 1; done", "type": "once"}""");
            await().until(() -> Files.size(directory.resolve("logs/deaf/0.log")) > 0);
            assertThat(service.call("DELETE", "/proc?name=deaf", "").statusCode())
                    .isEqualTo(200);
            assertThat(service.children()).isEmpty();
        }
    }

    @Test
    void aDeleteDoesNotWaitForStartsThatWereStillToCome() throws IOException, InterruptedException {
        try (RunningService service = RunningService.start(directory)) {
            service.call("PUT", "/proc?wait=false", """
                    {"name": "crowd", "cmd": "exec sleep 1000", "type": "daemon", "replica": 5000}""");
            assertThat(service.call("DELETE", "/proc?name=crowd", "").statusCode())
                    .isEqualTo(200);
            assertThat(service.children()).isEmpty();
            Path folder = directory.resolve("logs").resolve("crowd");
            // Meproc removes it when nothing but empty logs is left in it.
            assertThat(Files.exists(folder) ? logs(folder) : 0).isLessThan(5000);
        }
    }

    private static long logs(Path folder) throws IOException {
        try (Stream<Path> logs = Files.list(folder)) {
            return logs.count();
        } catch (NoSuchFileException removedMeanwhile) {
            return 0;
        }
    }

    @Test
    void aTakenPortIsSaidPlainly() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Path out = directory.resolve("second");
            ProcessBuilder builder = new ProcessBuilder(
                            "./meproc", "--ip", "0.0.0.0", "--port", Integer.toString(taken.getLocalPort()))
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile());
            builder.environment().putAll(RunningService.environment(directory));
            Process second = builder.start();
            assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(Files.readString(out)).contains("in use").doesNotContain("\tat ");
        }
    }

    @Test
    void theBootstrapCommandRunsOnceTheServiceIsUp() throws IOException, InterruptedException {
        Path configuration =
                Files.writeString(directory.resolve("meproc.yaml"), "bootstrap_cmd: echo up\nlog_level: debug\n");
        try (RunningService service = RunningService.start(directory, "--config", configuration.toString())) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> service.call("GET", "/proc", "").body().contains("\"state\":\"finished\""));
            assertThat(Files.readString(directory.resolve("logs/bootstrap/0.log")))
                    .isEqualTo("up\n");
        }
    }
}
