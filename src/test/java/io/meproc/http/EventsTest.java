package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream of events, with real processes and sockets. */
class EventsTest extends WithService {
    private static final String TASKS = "/api/v1/tasks/";
    private static final String SLEEPER = "{\"cmd\":\"exec sleep 1000\",\"type\":\"daemon\"}";

    private Following follow(String query, String... headers) throws Exception {
        return Following.begin(service.port(), query, headers);
    }

    private static boolean isOf(JsonObject run, String event, String task) {
        return event.equals(run.getString("event")) && task.equals(run.getString("task"));
    }

    @Test
    void aFollowerFirstSeesAllThereIsAndThenWhatChanges() throws Exception {
        api.call("PUT", TASKS + "a", SLEEPER);
        try (Following following = follow("")) {
            JsonObject snapshot = following.await1("snapshot", data -> true).data();
            assertThat(names(snapshot)).containsExactly("a");
            assertThat(following.head()).anyMatch(line -> line.startsWith(": Meproc, following all tasks"));

            api.call("PUT", TASKS + "b", "{\"cmd\":\"exit 7\",\"type\":\"once\"}");
            JsonObject exited =
                    following.await1("run", data -> isOf(data, "exited", "b")).data();
            assertThat(exited.getJsonObject("exit").getInteger("code")).isEqualTo(7);
            assertThat(exited.getString("words")).startsWith("exit: code 7 after ");
            following.await1(
                    "task",
                    data -> data.getString("name").equals("b")
                            && data.getString("state").equals("failed"));

            api.call("DELETE", TASKS + "a");
            following.await1("removed", data -> data.getString("name").equals("a"));
            assertThat(following.events().get(0).name()).isEqualTo("snapshot");
            assertThat(following.events()).extracting(Following.Event::id).isSorted();
            assertThat(following.events("gap")).isEmpty();
        }
    }

    /** Some clients make an event of whatever stands between two empty lines. */
    @Test
    void theFirstBlockIsTheSnapshotWithAllThatComesBeforeIt() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + service.port() + "/api/v1/events"))
                .build();
        HttpResponse<Stream<String>> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            List<String> block = lines.takeWhile(line -> !line.isEmpty()).toList();
            assertThat(block.get(0)).startsWith(": Meproc, following");
            assertThat(block.subList(1, block.size()))
                    .extracting(line -> line.replaceFirst(":.*", ""))
                    .containsExactly("retry", "id", "event", "data");
        }
        assertThat(EventText.comment("heartbeat").toString()).isEqualTo(": heartbeat\n");
    }

    private static List<String> names(JsonObject snapshot) {
        JsonArray tasks = snapshot.getJsonArray("tasks");
        return tasks.stream().map(task -> ((JsonObject) task).getString("name")).toList();
    }

    @Test
    void whoComesBackIsToldWhatWasMissedAndNothingElse() throws Exception {
        long known;
        try (Following before = follow("")) {
            before.await1("snapshot", data -> true);
            api.call("PUT", TASKS + "a", "{\"cmd\":\"true\",\"type\":\"once\"}");
            before.await1("task", data -> data.getString("state").equals("finished"));
            known = before.last();
        }
        api.call("PUT", TASKS + "b", "{\"cmd\":\"exit 2\",\"type\":\"once\"}");
        for (String query : List.of("", "?lastEventId=" + known)) {
            String[] headers = query.isEmpty() ? new String[] {"Last-Event-ID: " + known} : new String[0];
            try (Following after = follow(query, headers)) {
                after.await1("task", data -> data.getString("state").equals("failed"));
                assertThat(after.events("snapshot")).isEmpty();
                assertThat(after.events("gap")).isEmpty();
                assertThat(after.events("run"))
                        .extracting(event -> event.data().getString("event"))
                        .contains("started", "exited");
                assertThat(after.events("run"))
                        .allMatch(event -> event.data().getString("task").equals("b"));
            }
        }
    }

    @Test
    void whoKnowsSomethingThatIsNotThereAnyMoreIsToldOfAGapAndSeesAll() throws Exception {
        api.call("PUT", TASKS + "a", SLEEPER);
        try (Following following = follow("", "Last-Event-ID: 12")) {
            following.await1("snapshot", data -> true);
            assertThat(following.events()).extracting(Following.Event::name).startsWith("gap", "snapshot");
            assertThat(following.events("gap").get(0).data().getLong("from")).isEqualTo(12);
        }
    }

    @Test
    void aFollowerOfSomeTasksHearsOfNoOthers() throws Exception {
        api.call("PUT", TASKS + "a", SLEEPER);
        try (Following following = follow("?task=b&task=c")) {
            assertThat(names(following.await1("snapshot", data -> true).data())).isEmpty();
            api.call("POST", TASKS + "a/restart");
            api.call("PUT", TASKS + "b", "{\"cmd\":\"true\",\"type\":\"once\"}");
            following.await1("task", data -> data.getString("state").equals("finished"));
            api.call("DELETE", TASKS + "b");
            following.await1("removed", data -> true);
            assertThat(following.events().toString()).doesNotContain("\"a\"");
        }
    }

    @Test
    void everyStartAndEveryEndIsToldHoweverManyAtOnce() throws Exception {
        try (Following following = follow("")) {
            following.await1("snapshot", data -> true);
            api.call("PUT", TASKS + "many", "{\"cmd\":\"true\",\"type\":\"once\",\"replica\":300}");
            following.await1("task", data -> data.getString("state").equals("finished"));
            for (String event : List.of("started", "exited")) {
                assertThat(following.events("run"))
                        .filteredOn(run -> isOf(run.data(), event, "many"))
                        .extracting(run -> run.data().getInteger("replica"))
                        .doesNotHaveDuplicates()
                        .hasSize(300);
            }
        }
    }

    @Test
    void everyOneOfThousandsOfNewTasksReachesAFollower() throws Exception {
        int each = 750;
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try (Following following = follow("")) {
            List<Future<?>> filled = new ArrayList<>();
            for (int client = 0; client < 4; client++) {
                int number = client;
                filled.add(clients.submit(() -> {
                    Api own = new Api(service.port());
                    for (int i = 0; i < each; i++) {
                        own.call(
                                "PUT",
                                TASKS + "t" + number + "-" + i + "?start=false",
                                "{\"cmd\":\"true\",\"type\":\"once\"}");
                    }
                    return null;
                }));
            }
            for (Future<?> done : filled) {
                done.get();
            }
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> seen(following).size() == 4 * each);
        } finally {
            clients.shutdown();
        }
    }

    /** The names of all tasks that it has been sent, one by one or in a snapshot. */
    private static Set<String> seen(Following following) {
        Set<String> names = new HashSet<>();
        for (Following.Event event : following.events()) {
            if (event.name().equals("task")) {
                names.add(event.data().getString("name"));
            } else if (event.name().equals("snapshot")) {
                names.addAll(names(event.data()));
            }
        }
        return names;
    }

    @Test
    void whoDoesNotReadHoldsUpNobodyAndIsToldOfTheGapOnceItReads() throws Exception {
        String padding = "x".repeat(100_000);
        Socket stuck = Following.ask(service.port(), "");
        try (Following healthy = follow("")) {
            healthy.await1("snapshot", data -> true);
            int rounds = 150;
            for (int i = 0; i < rounds; i++) {
                String body = "{\"cmd\":\"true # " + i + padding + "\",\"type\":\"once\",\"deps\":[]}";
                api.call("PUT", TASKS + "a", body);
                String mark = "true # " + i + "x";
                healthy.await1(
                        "task",
                        data -> data.getJsonObject("definition")
                                .getString("cmd")
                                .startsWith(mark));
            }
            assertThat(healthy.events("gap")).isEmpty();
            try (Following late = Following.of(stuck)) {
                late.await1("gap", data -> true);
                late.await1("task", data -> true);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> late.events("snapshot").stream()
                                .anyMatch(snapshot ->
                                        snapshot.data().toString().contains("true # " + (rounds - 1) + "x")));
            }
        }
    }

    @Test
    void anEventThatIsLargerThanTheLogMayHoldIsAGapAndThenASnapshot(@TempDir Path logs) throws Exception {
        try (Service small = new Service(logs, new HttpLimits(4 << 20, 50, 10));
                Following following = Following.begin(small.port(), "")) {
            following.await1("snapshot", data -> true);
            String word = "\"" + "x".repeat(100_000) + "\"";
            String body = "{\"args\":[\"true\"," + String.join(",", List.of(word, word, word, word, word))
                    + "],\"type\":\"once\"}";
            Api client = new Api(small.port());
            assertThat(client.call("PUT", TASKS + "large", body).status()).isEqualTo(201);
            following.await1("gap", data -> true);
            following.await1("snapshot", data -> names(data).contains("large"));
            assertThat(client.call("DELETE", TASKS + "large").status()).isEqualTo(200);
            following.await1("removed", data -> data.getString("name").equals("large"));
        }
    }

    @Test
    void whoAsksForItIsToldWhatProcessesUseWithTheirChildren() throws Exception {
        api.call("PUT", TASKS + "busy", "{\"cmd\":\"(while :; do :; done) & wait\",\"type\":\"daemon\"}");
        api.call("PUT", TASKS + "idle", "{\"args\":[\"sleep\",\"1000\"],\"type\":\"daemon\",\"replica\":2}");
        try (Following following = follow("?metrics=true");
                Following other = follow("");
                Following some = follow("?metrics=true&task=idle")) {
            JsonObject metrics = following
                    .await1("metrics", data -> figures(data, "busy").getDouble("cpu") > 0.1)
                    .data();
            assertThat(figures(metrics, "busy").getInteger("processes")).isEqualTo(2);
            assertThat(figures(metrics, "idle").getDouble("cpu")).isLessThan(0.05);
            assertThat(figures(metrics, "idle").getLong("rss")).isPositive();
            assertThat(figures(metrics, "idle").getJsonArray("replicas")).hasSize(2);
            assertThat(some.await1("metrics", data -> true).data().getJsonArray("tasks"))
                    .hasSize(1);
            assertThat(other.events("metrics")).isEmpty();
        }
    }

    private static JsonObject figures(JsonObject metrics, String task) {
        return metrics.getJsonArray("tasks").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.getString("name").equals(task))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void badQueriesAreRefusedWithWordsAndTheEndOfTheServiceEndsTheStream() throws Exception {
        assertThat(api.call("GET", "/api/v1/events?tsk=a").status()).isEqualTo(400);
        Reply id = api.call("GET", "/api/v1/events?lastEventId=x");
        assertThat(id.status()).isEqualTo(400);
        assertThat(id.json().getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo("lastEventId");
        for (String tasks : List.of(tasks(51), tasks(64), "task=a&".repeat(50) + "task=b")) {
            Reply many = api.call("GET", "/api/v1/events?" + tasks);
            assertThat(many.status()).isEqualTo(400);
            assertThat(many.json().getString("detail")).contains("at most 50 are allowed");
        }
        for (String call : List.of("/events?" + tasks(65), "/tasks?" + "q=a&".repeat(64) + "sort=none")) {
            Reply dropped = api.call("GET", "/api/v1" + call);
            assertThat(dropped.status()).isEqualTo(400);
            assertThat(dropped.json().getString("detail")).contains("more than 64 parameters");
        }
        assertThat(api.call("GET", "/api/v1/events?metrics=maybe").status()).isEqualTo(400);
        assertThat(api.call("POST", "/api/v1/events").status()).isEqualTo(405);
        try (Following following = follow("")) {
            following.await1("snapshot", data -> true);
            service.undeployNext().toCompletionStage().toCompletableFuture().join();
            assertThat(following.ended()).isTrue();
        }
    }

    private static String tasks(int count) {
        return IntStream.range(0, count).mapToObj(i -> "task=t" + i).collect(Collectors.joining("&"));
    }
}
