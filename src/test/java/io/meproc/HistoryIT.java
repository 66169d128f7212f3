package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of runs and requests, across a death of the service. */
class HistoryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void everyRunHasOneEndAndTheClientShowsItAfterTheServiceWasKilled() throws Exception {
        long short1;
        try (RunningService service = RunningService.start(directory)) {
            Cli cli = new Cli(service, directory);
            assertThat(cli.run("start", "web", "--", "sleep", "1000").code()).isZero();
            cli.run("start", "job", "--type", "once", "--cmd", "echo last words; exit 3");
            cli.run("start", "ends", "--", "sh", "-c", "read line < " + fifo());
            await().atMost(PATIENCE)
                    .until(() -> runs(service, "job", "?cause=exited").size() == 1);
            JsonObject ending = runs(service, "ends", "").getJsonObject(0);
            short1 = run(ending);
            service.signal("KILL");
            assertThat(service.exitCode()).isEqualTo(137);
            assertThat(service.children()).hasSize(2);
            new ProcessBuilder("sh", "-c", "echo > " + directory.resolve("fifo"))
                    .start()
                    .waitFor();
            // Until it is reaped, the kernel tells its exit status to anybody.
            Path process = Path.of("/proc", String.valueOf(ending.getValue("pid")));
            await().atMost(PATIENCE).until(() -> Files.notExists(process));
            assertThat(service.children()).hasSize(1);
        }
        try (RunningService service = RunningService.start(directory)) {
            Cli cli = new Cli(service, directory);
            assertThat(cli.run("history", "job").out()).contains("✗", "code 3", "1 run: 1 failed");
            assertThat(cli.run("history", "job", "last").out())
                    .contains("then          is not started again, since it runs once")
                    .endsWith("  last words\n");
            assertThat(cli.run("logs", "job:0", "--run", "last").out()).isEqualTo("last words\n");
            assertThat(cli.run("why", "job").out()).contains("code 3").contains("exit: code 3 after");
            JsonObject lost = runs(service, "ends", "?cause=unknown").getJsonObject(0);
            assertThat(run(lost)).isEqualTo(short1);
            assertThat(lost.getJsonObject("exit").getString("words")).startsWith("unknown (");
            assertThat(runs(service, "job", "?cause=running")).isEmpty();
            assertThat(runs(service, "web", "?cause=running")).hasSize(1);
            assertThat(runs(service, "ends", "?cause=running")).hasSizeLessThan(2);
            assertThat(cli.run("stop", "web").code()).isZero();
            assertThat(cli.run("history", "web").out()).contains("■", System.getProperty("user.name") + "@");
            assertThat(Stream.of(cli.run("audit", "web").out().split("\n")).map(line -> line.contains(" stop ")))
                    .containsExactly(false, true, false);
        }
    }

    private Path fifo() throws IOException, InterruptedException {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }

    private static JsonArray runs(RunningService service, String task, String query)
            throws IOException, InterruptedException {
        return new JsonObject(service.call("GET", "/api/v1/tasks/" + task + "/runs" + query, "")
                        .body())
                .getJsonArray("runs");
    }

    private static long run(JsonObject run) {
        return run.getLong("run");
    }
}
