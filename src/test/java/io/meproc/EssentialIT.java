package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service ends when an essential task has failed for good. */
class EssentialIT {
    private static final String TASKS = "/api/v1/tasks";

    @TempDir
    private Path directory;

    @Test
    void everyTaskIsStoppedAndTheServiceEndsWithTheCodeOfTheTask() throws Exception {
        try (RunningService service = begin()) {
            put(service, "other", "{'cmd':'exec sleep 1000','type':'daemon'}");
            assertThat(service.children()).isNotEmpty();
            put(
                    service,
                    "main",
                    "{'cmd':'kill -SEGV $$','type':'daemon','essential':true,"
                            + "'restart':{'delay':'1ms','giveUp':'3 in 1h'}}");

            assertThat(service.exitCode()).isEqualTo(139);
            assertThat(service.log()).contains("Task main is essential and has failed");
            assertThat(service.children()).isEmpty();
        }
        try (RunningService next = begin()) {
            assertThat(next.exitCode()).as("it begins anew, and fails again").isEqualTo(139);
        }
    }

    @Test
    void aRunThatEndedWhileNoServiceRanEndsTheNextOneAndASignalMeanwhileChangesNothing() throws Exception {
        try (RunningService service = begin()) {
            put(service, "main", "{'cmd':'exec sleep 1000','type':'once','essential':true}");
            put(
                    service,
                    "slow",
                    "{'cmd':'trap \\'sleep 3; exit\\' TERM; while :; do sleep 0.1; done','type':'daemon'}");
            JsonObject main =
                    new JsonObject(service.call("GET", TASKS + "/main", "").body());
            service.kill();
            long pid = main.getJsonArray("replicas").getJsonObject(0).getLong("pid");
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        }
        try (RunningService next = begin()) {
            next.logs("Task main is essential and has failed");
            next.terminate();
            // The exit status of a process that nobody watched is known only while its parent has not reaped it.
            assertThat(next.exitCode()).isIn(1, 137);
            assertThat(next.children()).isEmpty();
        }
    }

    /** A service whose processes run on when a signal ends it, which is no matter here. */
    private RunningService begin() throws Exception {
        return RunningService.startBy("exec ./meproc --port 0", directory, Map.of("MEPROC_ON_EXIT", "keep"));
    }

    private static void put(RunningService service, String name, String body) throws Exception {
        assertThat(service.call("PUT", TASKS + "/" + name, body.replace('\'', '"'))
                        .statusCode())
                .isEqualTo(201);
    }
}
