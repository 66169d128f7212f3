package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of real control groups, below a group that hands down the controllers of memory, CPU and processes. */
class LimitsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Holds 60 MB in the shell, which is the leader. */
    private static final String LEAK = "a=$(head -c 60000000 /dev/zero | tr '\\0' a); sleep 1000; :";

    @TempDir
    private static Path directory;

    private static @Nullable DelegatedGroup group;
    private static @Nullable RunningService service;

    @BeforeAll
    static void start() throws IOException {
        group = DelegatedGroup.make("memory", "cpu", "pids");
        service = group.start(directory);
    }

    @AfterAll
    static void end() throws Exception {
        if (service != null) {
            service.terminate();
            assertThat(service.exitCode()).isZero();
        }
        if (group != null) {
            group.close();
        }
    }

    @AfterEach
    void remove() throws Exception {
        service().call("DELETE", "/api/v1/tasks/a", "");
    }

    private static RunningService service() {
        return Objects.requireNonNull(service);
    }

    private static void put(String members, String line) throws Exception {
        JsonObject body = new JsonObject("{" + members.replace('\'', '"') + "}");
        HttpResponse<String> answer =
                service().call("PUT", "/api/v1/tasks/a", body.put("cmd", line).encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static void patch(String members) throws Exception {
        HttpResponse<String> answer =
                service().call("PATCH", "/api/v1/tasks/a", "{" + members.replace('\'', '"') + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static JsonObject replica() throws Exception {
        JsonArray replicas =
                new JsonObject(service().call("GET", "/api/v1/tasks/a", "").body()).getJsonArray("replicas");
        return replicas.getJsonObject(0);
    }

    private static JsonObject lastExit() throws Exception {
        await().atMost(PATIENCE).until(() -> replica().getJsonObject("lastExit") != null);
        return replica().getJsonObject("lastExit");
    }

    private static long pid() throws Exception {
        await().atMost(PATIENCE).until(() -> replica().getLong("pid") != null);
        return replica().getLong("pid");
    }

    /** A file of the control group of a process. */
    private static String file(long pid, String name) throws IOException {
        String path = Files.readAllLines(Path.of("/proc/" + pid + "/cgroup")).stream()
                .filter(line -> line.startsWith("0::"))
                .findFirst()
                .orElseThrow()
                .substring("0::/".length());
        Path mount = Objects.requireNonNull(Objects.requireNonNull(group).path().getParent());
        return Files.readString(mount.resolve(path).resolve(name)).strip();
    }

    @Test
    void aRunThatUsesAllOfItsMemoryEndsWholeAndTheCauseNamesTheLimit() throws Exception {
        put("'type': 'once', 'memory': {'max': '20MB'}", "sleep 7101 & " + LEAK);
        JsonObject exit = lastExit();
        assertThat(exit.getString("cause")).isEqualTo("memory limit");
        assertThat(exit.getString("limit")).isEqualTo("20MB");
        assertThat(exit.getBoolean("success")).isFalse();
        assertThat(exit.getJsonObject("memoryEvents").getLong("oomKill")).isGreaterThanOrEqualTo(2);
        assertThat(sleeps("7101")).isEmpty();
        assertThat(replica().getString("state")).isEqualTo("failed");
    }

    private static Stream<ProcessHandle> sleeps(String seconds) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(words -> Arrays.equals(words, new String[] {seconds}))
                        .isPresent());
    }

    @Test
    void aRunThatExceedsItsSoftLimitIsReplaced() throws Exception {
        put("'type': 'daemon', 'memory': {'high': '20MB', 'for': '1s', 'minAge': '1s'}", LEAK);
        long first = pid();
        JsonObject exit = lastExit();
        assertThat(exit.getString("cause")).isEqualTo("replaced");
        assertThat(exit.getString("words")).contains("memory.high").contains("20MB");
        assertThat(exit.getBoolean("success")).isTrue();
        assertThat(pid()).isNotEqualTo(first);
        assertThat(service().call("GET", "/api/v1/tasks/a/why", "").body()).contains("memory high");
        assertThat(replica().getInteger("restarts")).isZero();
    }

    @Test
    void aRunThatOnlyReadsFilesIsNotReplaced() throws Exception {
        put(
                "'type': 'daemon', 'memory': {'high': '20MB', 'for': '1s', 'minAge': '1ms'}",
                "while :; do cat $(find /usr/lib -name '*.so*' -size +100k) > /dev/null; done");
        long pid = pid();
        // The kernel reclaims all the time, and counts each time.
        await().atMost(PATIENCE).until(() -> !file(pid, "memory.events").contains("high 0\n"));
        Duration longer = Duration.ofSeconds(5);
        await().during(longer)
                .atMost(longer.multipliedBy(4))
                .until(() -> replica().getLong("pid") == pid);
    }

    @Test
    void aRunCanHaveAsManyProcessesAsItIsAllowed() throws Exception {
        put("'type': 'once', 'pids': 3", "for i in 1 2 3 4 5; do sleep 7103 & done; wait");
        assertThat(lastExit().getString("cause")).isEqualTo("exited");
        assertThat(lastExit().getInteger("code")).isEqualTo(2);
        assertThat(service()
                        .call("GET", "/api/v1/tasks/a/replicas/0/output", "")
                        .body())
                .contains("Cannot fork");
    }

    @Test
    void aRunIsPausedWhenItHasUsedItsProcessorTime() throws Exception {
        put("'type': 'daemon', 'cpu': 0.2, 'nice': 5", "while :; do :; done");
        long pid = pid();
        assertThat(file(pid, "cpu.max")).isEqualTo("20000 100000");
        assertThat(file(pid, "cpu.weight.nice")).isEqualTo("5");
        await().atMost(PATIENCE)
                .until(() -> file(pid, "cpu.stat")
                        .lines()
                        .filter(line -> line.startsWith("nr_throttled "))
                        .anyMatch(line -> Integer.parseInt(line.split(" ", -1)[1]) > 3));
    }

    @Test
    void otherLimitsApplyToTheProcessThatRuns() throws Exception {
        put("'type': 'daemon'", "exec sleep 1000");
        long pid = pid();
        assertThat(file(pid, "memory.max")).isEqualTo("max");

        patch("'memory': {'high': '40MiB', 'max': '50MiB'}, 'cpu': '150%', 'pids': 7");
        await().atMost(PATIENCE).until(() -> !file(pid, "memory.max").equals("max"));
        assertThat(file(pid, "memory.high")).isEqualTo(Long.toString(40L << 20));
        assertThat(file(pid, "memory.max")).isEqualTo(Long.toString(50L << 20));
        assertThat(file(pid, "memory.oom.group")).isEqualTo("1");
        await().atMost(PATIENCE).until(() -> file(pid, "pids.max").equals("7"));
        assertThat(file(pid, "cpu.max")).isEqualTo("150000 100000");

        patch("'memory': null, 'cpu': null, 'pids': null");
        await().atMost(PATIENCE).until(() -> file(pid, "pids.max").equals("max"));
        assertThat(file(pid, "memory.max")).isEqualTo("max");
        assertThat(file(pid, "memory.high")).isEqualTo("max");
        assertThat(file(pid, "cpu.max")).isEqualTo("max 100000");
        assertThat(pid()).isEqualTo(pid);
    }

    @Test
    void anAdoptedRunKeepsItsLimitsAndIsStillReplaced() throws Exception {
        put("'type': 'daemon', 'memory': {'high': '20MB', 'max': '900MB', 'for': '2s', 'minAge': '7d'}", LEAK);
        long pid = pid();
        service().kill();

        service = Objects.requireNonNull(group).start(directory);

        assertThat(pid()).isEqualTo(pid);
        assertThat(file(pid, "memory.max")).isEqualTo(Long.toString(900_000_000L / 4096 * 4096));
        await().atMost(PATIENCE)
                .until(() ->
                        service().call("GET", "/api/v1/tasks/a/why", "").body().contains("it is replaced in"));
        patch("'memory': {'minAge': '1ms'}");
        assertThat(lastExit().getString("cause")).isEqualTo("replaced");
        assertThat(lastExit().getLong("pid")).isEqualTo(pid);
    }
}
