package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.http.Following.Event;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the API shows of tasks, runs and events has the name of the node; the compatibility API knows no nodes. */
class NodeFieldTest {
    private static final String NODE = "box-7";
    private static final String TASK = "/api/v1/tasks/a";

    @TempDir
    Path logs;

    private Service service;
    private Api api;
    private Following events;

    @BeforeEach
    void aTaskHasEnded() throws Exception {
        service = new Service(logs, NODE);
        api = new Api(service.port());
        events = Following.begin(service.port(), "");
        assertThat(api.call("PUT", TASK, "{\"cmd\":\"exit 3\",\"type\":\"once\",\"replica\":2}")
                        .status())
                .isEqualTo(201);
        events.await1("task", task -> "failed".equals(task.getString("state")));
    }

    @AfterEach
    void end() {
        events.close();
        service.close();
    }

    private JsonObject get(String target) throws Exception {
        return api.call("GET", target).json();
    }

    @Test
    void tasksAndTheEndsOfTheirRunsAreOfTheNode() throws Exception {
        assertThat(List.of(
                        get(TASK),
                        get(TASK).getJsonObject("lastExit"),
                        get(TASK + "/replicas/1").getJsonObject("lastExit"),
                        get("/api/v1/tasks").getJsonArray("tasks").getJsonObject(0),
                        get(TASK + "/why"),
                        get("/api/v1/node")))
                .extracting(shown -> shown.getString("node"))
                .containsOnly(NODE);
    }

    @Test
    void eventsAreOfTheNode() throws Exception {
        api.call("DELETE", TASK);
        Event removed = events.await1("removed", event -> true);
        assertThat(removed.data().getString("node")).isEqualTo(NODE);
        assertThat(events.events("run"))
                .isNotEmpty()
                .extracting(event -> event.data().getString("node"))
                .containsOnly(NODE);
        Event exited = events.await1("run", event -> "exited".equals(event.getString("event")));
        assertThat(exited.data().getJsonObject("exit").getString("node")).isEqualTo(NODE);
    }

    @Test
    void theCompatibilityInterfaceIsAsBefore() throws Exception {
        assertThat(api.call("GET", "/proc").body())
                .contains("\"last_exit\":{\"cause\"")
                .doesNotContain("node");
    }
}
