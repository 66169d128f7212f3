package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of tasks on the standard output of the packaged service. */
class ConsoleIT {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"native", "portable"})
    void linesOfATaskAreCopiedWithTheNameOfTheirReplica(String launcher) throws Exception {
        try (RunningService service =
                RunningService.startBy("exec ./meproc --port 0", directory, Map.of("MEPROC_LAUNCHER", launcher))) {
            String task = "{\"type\":\"once\",\"replica\":2,\"output\":\"console\",\"args\":[\"sh\",\"-c\","
                    + "\"echo first; echo second >&2; seq 20000; printf last\"]}";
            assertThat(service.call("PUT", "/api/v1/tasks/talk", task).statusCode())
                    .isEqualTo(201);
            assertThat(service.call("PUT", "/api/v1/tasks/quiet", task.replace("console", "log"))
                            .statusCode())
                    .isEqualTo(201);

            await().until(() ->
                    service.log().contains("talk:0 | last\n") && service.log().contains("talk:1 | last\n"));

            for (int replica = 0; replica < 2; replica++) {
                String label = "talk:" + replica + " | ";
                List<String> lines = service.log()
                        .lines()
                        .filter(line -> line.startsWith(label))
                        .map(line -> line.substring(label.length()))
                        .toList();
                assertThat(lines)
                        .hasSize(20_003)
                        .startsWith("first", "second", "1", "2")
                        .endsWith("20000", "last");
            }
            assertThat(service.log()).doesNotContain("quiet:0 |");
        }
    }
}
