package io.meproc;

import static io.meproc.Futures.done;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.bus.PublicAddresses;
import io.meproc.http.Api;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One running service, seen and changed by the original's interface, today's, the event bus and the command line. */
class EverywhereIT {
    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private Meproc meproc;

    @BeforeEach
    void start() {
        JsonObject settings =
                new JsonObject().put("data_dir", directory.toString()).put("port", 0);
        meproc = done(Meproc.deploy(vertx, settings));
    }

    @AfterEach
    void stop() {
        done(meproc.close());
        done(vertx.close());
    }

    private JsonObject http(String method, String path, String body) throws IOException, InterruptedException {
        return new Api(meproc.port()).call(method, path, body).json();
    }

    private JsonObject bus(String verb, String task) {
        JsonObject call = new JsonObject().put("verb", verb).put("task", task);
        return done(vertx.eventBus().<JsonObject>request(PublicAddresses.COMMANDS, call))
                .body();
    }

    private record Ended(int code, String out) {}

    private Ended line(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("./meproc"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MEPROC_URL", "http://127.0.0.1:" + meproc.port());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out);
    }

    /** The state and the pids of a task, as each of the four tells them. */
    private List<String> everywhere(String task) throws IOException, InterruptedException {
        JsonObject classic = http("GET", "/proc", "")
                .getJsonObject("data")
                .getJsonObject("tasks")
                .getJsonObject(task);
        JsonObject today = http("GET", "/api/v1/tasks/" + task, "");
        JsonObject byBus = bus("get", task).getJsonObject("body");
        JsonObject byLine = new JsonObject(line("get", task, "--json").out());
        return Stream.of(classic, today, byBus, byLine)
                .map(seen -> seen.getString("state") + " "
                        + seen.getJsonArray("replicas").stream()
                                .map(replica -> ((JsonObject) replica).getLong("pid"))
                                .toList())
                .toList();
    }

    private String everybodySees(String task) throws IOException, InterruptedException {
        List<String> seen = everywhere(task);
        assertThat(seen).hasSize(4);
        assertThat(seen.stream().distinct()).as("%s", seen).hasSize(1);
        return seen.get(0);
    }

    @Test
    void whateverChangesATaskAllSeeTheSame() throws IOException, InterruptedException {
        assertThat(line("start", "web", "--replica", "2", "--", "sleep", "1000").code())
                .isZero();
        String started = everybodySees("web");
        assertThat(started).matches("running \\[\\d+, \\d+]");

        assertThat(bus("stop", "web").getInteger("status")).isEqualTo(200);
        assertThat(everybodySees("web")).isEqualTo("stopped [null, null]");

        http("POST", "/api/v1/tasks/web/start", "");
        String again = everybodySees("web");
        assertThat(again).startsWith("running ").isNotEqualTo(started);

        assertThat(http("POST", "/proc?name=web", "").getInteger("code")).isEqualTo(200);
        assertThat(everybodySees("web")).startsWith("running ").isNotEqualTo(again);

        http("PATCH", "/api/v1/tasks/web", "{\"replica\":1}");
        assertThat(everybodySees("web")).matches("running \\[\\d+]");

        assertThat(http("DELETE", "/proc?name=web", "").getInteger("code")).isEqualTo(200);
        assertThat(http("GET", "/proc", "").getJsonObject("data").getJsonObject("tasks"))
                .isEmpty();
        assertThat(http("GET", "/api/v1/tasks/web", "").getInteger("status")).isEqualTo(404);
        assertThat(bus("get", "web").getInteger("status")).isEqualTo(404);
        assertThat(line("get", "web").code()).isEqualTo(4);
    }
}
