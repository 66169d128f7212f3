package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the packaged service's own start reaches a task. */
class InheritanceIT {
    private static final String TASK =
            "{\"type\":\"once\",\"args\":[\"sh\",\"-c\",\"cat /proc/$$/environ; printf '\\\\0'; cat /proc/$$/limits"
                    + " /proc/$$/oom_score_adj; umask\"]";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"native", "portable"})
    void aTaskInheritsWhatIsMeantForItAndNothingOfTheServiceItself(String launcher) throws Exception {
        Map<String, String> passed = Map.of(
                "cluster.name", "it's\n\"x\"",
                "my-var", "$HOME `id`",
                "PLAIN", "y",
                "XDG_RUNTIME_DIR", "/run/user/7",
                "MEPROC_URL", "http://127.0.0.1:1");
        Map<String, String> kept = Map.of(
                "NOTIFY_SOCKET", "/run/nobody",
                "JOURNAL_STREAM", "8:1",
                "LISTEN_FDS", "1",
                "SUDO_USER", "somebody",
                "STATE_DIRECTORY", "/var/lib/meproc",
                "MEPROC_LAUNCHER", launcher);
        Map<String, String> variables = new TreeMap<>(passed);
        variables.putAll(kept);
        // Programs between the two must hand on any name, which dash does not.
        String line = "ulimit -Sn 1024; echo 300 >/proc/$$/oom_score_adj; umask 027; exec env "
                + passed.entrySet().stream()
                        .filter(each -> !each.getKey().matches("\\w+"))
                        .map(each -> "'" + each.getKey() + "=" + each.getValue().replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "))
                + " ./meproc --port 0";
        try (RunningService service = RunningService.startBy(line, directory, variables)) {
            assertThat(service.call("PUT", "/api/v1/tasks/own", TASK + "}").statusCode())
                    .isEqualTo(201);
            assertThat(service.call("PUT", "/api/v1/tasks/other", TASK + ",\"user\":\"nobody\"}")
                            .statusCode())
                    .isEqualTo(201);

            String own = output("own");
            List<String> environment = Arrays.asList(own.split("\0"));
            passed.forEach((name, value) -> assertThat(environment).contains(name + "=" + value));
            assertThat(names(environment)).doesNotContainAnyElementsOf(kept.keySet());
            assertThat(own).containsPattern("Max open files +1024 +\\d").endsWith("\n0\n0027\n");
            assertThat(names(Arrays.asList(output("other").split("\0"))))
                    .contains("cluster.name", "PLAIN")
                    .doesNotContain("XDG_RUNTIME_DIR");
        }
    }

    /** The kernel lets a process without privilege set the niceness of a scheduling group ten times a second only. */
    @Test
    void theNicenessCountsBetweenTheTasksOfAServiceWithoutPrivilege() throws Exception {
        String nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups ";
        assumeTrue(Files.exists(Path.of("/proc/self/autogroup")), "this kernel has no autogroups");
        assumeTrue(
                new ProcessBuilder("sh", "-c", nobody + "test -x ./meproc")
                                .start()
                                .waitFor()
                        == 0,
                "another user needs root, and a folder that nobody may enter");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (RunningService service =
                RunningService.startBy("exec " + nobody + "./meproc --port 0", directory, Map.of())) {
            String task = "{\"type\":\"daemon\",\"replica\":5,\"nice\":7,\"args\":[\"sleep\",\"1000\"]}";
            assertThat(service.call("PUT", "/api/v1/tasks/nice", task).statusCode())
                    .isEqualTo(201);

            await().until(() -> service.children().size() == 5);
            for (long pid : service.children()) {
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> Files.readString(Path.of("/proc/" + pid + "/autogroup"))
                                .endsWith(" nice 7\n"));
            }
        }
    }

    private String output(String task) throws Exception {
        Path log = directory.resolve("logs").resolve(task).resolve("0.log");
        await().until(() -> Files.exists(log) && Files.readString(log).endsWith("0027\n"));
        return Files.readString(log);
    }

    private static List<String> names(List<String> environment) {
        return environment.stream().map(variable -> variable.split("=", 2)[0]).toList();
    }
}
