package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Meproc as process 1 of a PID namespace of its own, as it is in a container; needs unshare and nsenter of util-linux. */
class ProcessOneIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"native", "portable"})
    void orphansThatItNeverStartedAreReapedAndTermEndsItsTasks(String launcher) throws Exception {
        String line = "exec unshare " + (ROOT ? "" : "--user --map-root-user ")
                + "--fork --pid --mount-proc --kill-child ./meproc --port 0";
        try (RunningService service = RunningService.startBy(line, directory, Map.of("MEPROC_LAUNCHER", launcher))) {
            long init = service.firstChild();
            assertThat(service.call("PUT", "/api/v1/tasks/d", "{\"type\":\"daemon\",\"cmd\":\"exec sleep 1000\"}")
                            .statusCode())
                    .isEqualTo(201);
            service.call("POST", "/api/v1/tasks/d/start", "");
            await().atMost(PATIENCE).until(() -> service.children().size() == 1);

            // As of docker exec: some in sessions of their own, some in the group of a shell that is gone.
            enter(init, "for i in 1 2 3; do (setsid sh -c 'exit 3' &); (sleep 0.1 &); done");
            await().atMost(PATIENCE).until(() -> zombies(init).size() == 6);
            await().atMost(PATIENCE).until(() -> zombies(init).isEmpty());

            // The second burst: none of the first is in the way.
            enter(init, "(sleep 0.1 &); (setsid sleep 0.1 &)");
            await().atMost(PATIENCE).until(() -> zombies(init).size() == 2);
            await().atMost(PATIENCE).until(() -> zombies(init).isEmpty());

            List<Long> tasks = service.children();
            assertThat(tasks).hasSize(1);
            new ProcessBuilder("kill", "-TERM", Long.toString(init)).start().waitFor();
            assertThat(service.exitCode()).as(service.log()).isZero();
            assertThat(service.log()).contains("Stopping every task", "Ended");
            assertThat(Files.exists(Path.of("/proc/" + tasks.get(0)))).isFalse();
        }
    }

    private static void enter(long init, String line) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("nsenter", "-t", Long.toString(init), "-p", "-m"));
        if (!ROOT) {
            command.addAll(List.of("-U", "--preserve-credentials"));
        }
        command.addAll(List.of("sh", "-c", line));
        Process shell = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(shell.waitFor()).as("%s", command).isZero();
    }

    /** The dead children of that process that nobody has waited for, by their numbers outside of its namespace. */
    private static List<String> zombies(long init) throws IOException {
        List<String> dead = new ArrayList<>();
        try (var threads = Files.list(Path.of("/proc/" + init + "/task"))) {
            for (Path thread : threads.toList()) {
                for (String pid : read(thread.resolve("children")).strip().split(" ", -1)) {
                    if (!pid.isEmpty()
                            && read(Path.of("/proc/" + pid + "/stat")).contains(") Z ")) {
                        dead.add(pid);
                    }
                }
            }
        }
        return dead;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
