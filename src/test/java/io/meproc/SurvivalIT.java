package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing ends the service without its tasks but SIGKILL, and what that leaves is found. */
class SurvivalIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DAEMON = """
            {"cmd": "exec sleep 1000", "type": "daemon"}""";

    @TempDir
    private Path directory;

    private static JsonObject node(RunningService service) throws IOException, InterruptedException {
        return new JsonObject(service.call("GET", "/api/v1/node", "").body());
    }

    /** Has the service start its daemon, and waits until that runs. */
    private static List<Long> daemon(RunningService service) throws IOException, InterruptedException {
        service.call("PUT", "/api/v1/tasks/web", DAEMON);
        await().atMost(PATIENCE).until(() -> service.children().size() == 1);
        return service.children();
    }

    @Test
    void aSignalWithoutMeaningEndsNothing() throws Exception {
        try (RunningService service = RunningService.start(directory)) {
            List<Long> before = daemon(service);
            List<String> named =
                    List.of("USR1", "USR2", "ALRM", "VTALRM", "PROF", "IO", "STKFLT", "PIPE", "XFSZ", "CHLD", "URG");
            List<String> realTime =
                    IntStream.rangeClosed(32, 64).mapToObj(Integer::toString).toList();
            for (String signal :
                    Stream.concat(named.stream(), realTime.stream()).toList()) {
                service.signal(signal);
                assertThat(node(service).getInteger("running"))
                        .as("after %s", signal)
                        .isEqualTo(1);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.log())
                            .contains("Signal USR1 received", "Signal ALRM received", "Signal STKFLT received"));
            assertThat(service.children()).isEqualTo(before);
            service.terminate();
            assertThat(service.exitCode()).isZero();
            assertThat(service.children()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "INT", "XCPU", "PWR"})
    void aSignalThatEndsTheServiceStopsItsTasksFirst(String signal) throws Exception {
        try (RunningService service = RunningService.start(directory)) {
            daemon(service);
            service.signal(signal);
            assertThat(service.exitCode()).isZero();
            assertThat(service.children()).isEmpty();
        }
    }

    @Test
    void whatAKilledServiceHasLeftIsAdoptedAndItsEndIsReported() throws Exception {
        List<Long> left = leftByAKilledService();
        try (RunningService service = RunningService.start(directory)) {
            assertThat(node(service).getInteger("running")).isEqualTo(1);
            assertThat(service.children()).isEqualTo(left);
            service.logs("1 tasks continue: 1 runs adopted");

            ProcessHandle.of(left.get(0)).ifPresent(ProcessHandle::destroy);

            await().atMost(PATIENCE)
                    .until(() -> service.children().size() == 1
                            && !service.children().equals(left));
            assertThat(lastExit(service).getLong("pid")).isEqualTo(left.get(0));
            assertThat(lastExit(service).getString("cause")).isIn("signaled", "unknown");
        }
    }

    @Test
    void aServiceThatWasStoppedForAWhileReportsItAndActsOnce() throws Exception {
        try (RunningService service = RunningService.start(directory)) {
            List<Long> before = daemon(service);
            service.signal("STOP");
            ProcessHandle.of(before.get(0)).ifPresent(ProcessHandle::destroy);
            // The time that the service is to miss; nothing is awaited.
            TimeUnit.SECONDS.sleep(12);
            service.signal("CONT");

            service.logs("Meproc did not run for 1");
            await().atMost(PATIENCE).until(() -> node(service).getInteger("running") == 1);
            assertThat(node(service).getJsonObject("freeze").getDouble("seconds"))
                    .isGreaterThan(10);
            assertThat(service.children()).hasSize(1).isNotEqualTo(before);
            JsonObject web =
                    new JsonObject(service.call("GET", "/api/v1/tasks/web", "").body());
            assertThat(web.getInteger("restarts")).isEqualTo(1);
            assertThat(web.getJsonObject("lastExit").getInteger("signal")).isEqualTo(15);
            String runs = service.call("GET", "/api/v1/tasks/web/runs", "").body();
            assertThat(new JsonObject(runs).getJsonArray("runs")).hasSize(2);
        }
    }

    @Test
    void aServiceThatKeepsItsProcessesEndsAtOnceAndTheNextOneHasThem() throws Exception {
        Path configuration = Files.writeString(directory.resolve("meproc.yaml"), "on_exit: keep\n");
        List<Long> kept;
        try (RunningService service = RunningService.start(directory, "--config", configuration.toString())) {
            kept = daemon(service);
            service.signal("TERM");
            assertThat(service.exitCode()).isZero();
            assertThat(service.log()).contains("Ending; every process runs on").contains("Ended");
            assertThat(service.children()).isEqualTo(kept);
        }
        try (RunningService service = RunningService.start(directory)) {
            assertThat(node(service).getInteger("running")).isEqualTo(1);
            assertThat(service.children()).isEqualTo(kept);
            service.terminate();
            assertThat(service.exitCode()).isZero();
            assertThat(service.children()).isEmpty();
        }
    }

    private List<Long> leftByAKilledService() throws IOException, InterruptedException {
        try (RunningService service = RunningService.start(directory)) {
            List<Long> left = daemon(service);
            service.signal("KILL");
            assertThat(service.exitCode()).isEqualTo(137);
            assertThat(service.children()).isEqualTo(left).hasSize(1);
            return left;
        }
    }

    private static JsonObject lastExit(RunningService service) throws IOException, InterruptedException {
        return new JsonObject(service.call("GET", "/api/v1/tasks/web", "").body()).getJsonObject("lastExit");
    }

    @Test
    void whatNoListedTaskClaimsIsNamedAndNoSecondCopyRunsBesideIt() throws Exception {
        List<Long> left = leftByAKilledService();
        forgetTheTasks();
        try (RunningService service = RunningService.start(directory)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(node(service).getJsonArray("leftovers")).hasSize(1));
            JsonArray leftovers = node(service).getJsonArray("leftovers");
            assertThat(leftovers.getJsonObject(0).getLong("pid")).isEqualTo(left.get(0));
            assertThat(leftovers.getJsonObject(0).getString("task")).isEqualTo("web");
            service.logs("Process " + left.get(0) + " (sleep 1000) of web:0 was left running");

            String answer = service.call("PUT", "/api/v1/tasks/web", DAEMON).body();

            assertThat(answer).contains(left.get(0) + " (sleep 1000)");
            assertThat(service.children()).isEqualTo(left);
            ProcessHandle.of(left.get(0)).ifPresent(ProcessHandle::destroy);
            await().atMost(PATIENCE).until(() -> node(service).getInteger("running") == 1);
            assertThat(service.children()).hasSize(1).isNotEqualTo(left);
        }
    }

    @Test
    void whatNoListedTaskClaimsIsEndedIfTheOperatorWantsIt() throws Exception {
        Path configuration = Files.writeString(directory.resolve("meproc.yaml"), "leftovers: end\n");
        leftByAKilledService();
        forgetTheTasks();
        try (RunningService service = RunningService.start(directory, "--config", configuration.toString())) {
            await().atMost(PATIENCE).until(() -> service.children().isEmpty());
            assertThat(node(service).getJsonArray("leftovers")).isEmpty();
        }
    }

    /** Removes the database, and leaves everything else in the data directory. */
    private void forgetTheTasks() throws IOException {
        for (String file : List.of("meproc.db", "meproc.db-wal", "meproc.db-shm")) {
            Files.deleteIfExists(directory.resolve("data").resolve(file));
        }
    }
}
