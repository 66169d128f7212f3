package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that somebody moves away under the process that writes it. */
class MovedLogTest {
    private static final String OUTPUT = "/api/v1/tasks/a/replicas/0/output";

    @TempDir
    Path logs;

    @Test
    void anAnswerSaysThatTheLogWasMovedUntilTheNextStart() throws Exception {
        try (Service service = new Service(logs)) {
            Api api = new Api(service.port());
            Path log = logs.resolve("a/0.log");
            api.call("PUT", "/api/v1/tasks/a", "{\"type\":\"daemon\",\"cmd\":\"echo here; exec sleep 1000\"}");
            await().until(() -> Files.exists(log) && Files.readString(log).equals("here\n"));
            assertThat(api.call("GET", OUTPUT).header("meproc-moved")).isNull();

            Path moved = Files.move(log, logs.resolve("a/0.log.1"));
            Reply gone = api.call("GET", OUTPUT);
            assertThat(gone.body()).isEmpty();
            assertThat(gone.header("meproc-moved")).isEqualTo(moved.toString());
            Files.writeString(log, "of somebody else");
            assertThat(api.call("GET", OUTPUT).header("meproc-moved")).isEqualTo(moved.toString());
            Files.delete(log);
            Files.delete(moved);
            assertThat(api.call("GET", OUTPUT).header("meproc-moved")).isEqualTo("removed");

            api.call("POST", "/api/v1/tasks/a/restart");
            await().until(() -> Files.exists(log) && Files.readString(log).equals("here\n"));
            Reply again = api.call("GET", OUTPUT);
            assertThat(again.body()).isEqualTo("here\n");
            assertThat(again.header("meproc-moved")).isNull();
        }
    }
}
