package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dependencies in real processes, which note their begin and end in a file. */
class DependencyCallsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TASKS = "/api/v1/tasks";

    @TempDir
    Path folder;

    private void put(Api api, String name, String type, String body, String deps) throws Exception {
        String command = "echo +" + name + " >> " + notes() + "; " + body;
        Reply reply = api.call(
                "PUT",
                TASKS + "/" + name,
                "{\"args\":[\"sh\",\"-c\",\"" + command + "\"],\"type\":\"" + type + "\",\"deps\":[" + deps + "]}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    }

    private Path notes() {
        return folder.resolve("notes");
    }

    private List<String> noted() throws IOException {
        return Files.exists(notes()) ? Files.readAllLines(notes()) : List.of();
    }

    /** A daemon that notes its end, which takes a while. */
    private String daemon(String name) {
        return "trap 'sleep 0.2; echo -" + name + " >> " + notes() + "; exit' TERM; while :; do sleep 0.05; done";
    }

    private static String need(String task, String condition) {
        return "{\"task\":\"" + task + "\",\"condition\":\"" + condition + "\",\"onLoss\":\"" + loss(condition) + "\"}";
    }

    private static String loss(String condition) {
        return condition.equals("succeeded") ? "nothing" : "stop";
    }

    @Test
    void aSetStartsInOrderAndEndsInReverseOrder() throws Exception {
        Service service = new Service(folder.resolve("logs"));
        try {
            Api api = new Api(service.port());
            put(api, "app", "daemon", daemon("app"), need("db", "started") + "," + need("migrate", "succeeded"));
            put(api, "web", "daemon", daemon("web"), need("app", "started"));
            put(api, "migrate", "once", "exit 0", need("db", "started"));
            assertThat(noted()).isEmpty();
            assertThat(api.call("GET", TASKS + "/web/why").json().getString("summary"))
                    .startsWith("waiting for app to be started (app is waiting), since ")
                    .endsWith(", without a time limit");
            put(api, "db", "daemon", daemon("db"), "");
            await().atMost(PATIENCE).until(() -> noted().contains("+web"));
            assertThat(noted()).containsExactly("+db", "+migrate", "+app", "+web");

            assertThat(api.call("POST", TASKS + "/db/stop").status()).isEqualTo(200);
            assertThat(noted().subList(4, 7)).containsExactly("-web", "-app", "-db");
            assertThat(api.task("app").getString("state")).isEqualTo("waiting");
            api.call("POST", TASKS + "/db/start");
            await().atMost(PATIENCE).until(() -> noted().size() == 10);
            assertThat(noted().subList(7, 10)).containsExactly("+db", "+app", "+web");
        } finally {
            service.close();
        }
        assertThat(noted().subList(10, 13)).as("the shutdown").containsExactly("-web", "-app", "-db");
    }
}
