package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients see of the health of tasks whose processes really fail. */
class HealthCallsTest extends WithService {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String TASKS = "/api/v1/tasks";

    private void put(String name, String cmd, String type) throws Exception {
        assertThat(api.call(
                                "PUT",
                                TASKS + "/" + name,
                                new JsonObject()
                                        .put("cmd", cmd)
                                        .put("type", type)
                                        .encode())
                        .status())
                .isEqualTo(201);
    }

    private JsonObject get(String path) throws Exception {
        return api.call("GET", path).json();
    }

    private void awaitHealth(String name, String health) {
        await().atMost(PATIENCE)
                .until(() -> get(TASKS + "/" + name).getString("health").equals(health));
    }

    private List<String> names(String query) throws Exception {
        return get(TASKS + query).getJsonArray("tasks").stream()
                .map(task -> ((JsonObject) task).getString("name"))
                .toList();
    }

    @Test
    void aCronTaskThatFailsEachTimeIsFoundAsFailedWhileItIsScheduled() throws Exception {
        put("fine", "exec sleep 1000", "daemon");
        api.call("PUT", TASKS + "/report", "{\"cmd\":\"exit 2\",\"type\":\"cron\",\"cron\":\"0 0 29 2 *\"}");
        assertThat(names("?state=failed")).isEmpty();
        api.call("POST", TASKS + "/report/restart");
        awaitHealth("report", "failed");

        JsonObject report = get(TASKS + "/report");
        assertThat(report.getJsonArray("replicas").getJsonObject(0).getString("health"))
                .isEqualTo("failed");
        assertThat(get(TASKS + "?q=report")
                        .getJsonArray("tasks")
                        .getJsonObject(0)
                        .getString("state"))
                .isIn("scheduled");
        assertThat(names("?state=failed")).containsExactly("report");
        assertThat(names("?health=failed")).containsExactly("report");
        assertThat(names("?state=scheduled&health=ok")).isEmpty();
        assertThat(get(TASKS + "/report/why").getString("summary"))
                .matches("failed: the last run ended with code 2 at \\S+; next fire at .*");
        assertThat(get("/api/v1/node").getJsonObject("health"))
                .isEqualTo(new JsonObject().put("ok", 1).put("failing", 0).put("failed", 1));
        assertThat(api.task("report").getString("health")).isEqualTo("failed");

        api.call("POST", TASKS + ":reset", "{\"selector\":{\"health\":\"failed\"}}");
        assertThat(get(TASKS + "/report").getString("health")).isEqualTo("ok");
    }

    @Test
    void aCrashLoopIsFailingWhileItsProcessRuns() throws Exception {
        api.call(
                "PUT",
                TASKS + "/loop",
                "{\"cmd\":\"sleep 1; exit 1\",\"type\":\"daemon\",\"interval\":20,\"replica\":2}");
        await().atMost(PATIENCE).until(() -> {
            JsonObject loop = get(TASKS + "/loop");
            return loop.getString("state").equals("running")
                    && loop.getInteger("restarts") >= 2
                    && loop.getString("health").equals("failing");
        });
        assertThat(names("?health=failing,failed")).containsExactly("loop");
        assertThat(names("?state=failed")).isEmpty();
        JsonObject loop = get(TASKS + "?q=loop").getJsonArray("tasks").getJsonObject(0);
        if (loop.getInteger("running") > 0) {
            assertThat(loop.getInstant("since")).isEqualTo(loop.getInstant("lastStart"));
        }
        assertThat(loop.getInstant("lastStart")).isAfter(loop.getInstant("lastAttempt"));
        api.call("POST", TASKS + "/loop/stop");
        loop = get(TASKS + "/loop");
        assertThat(loop.getString("health")).isEqualTo("ok");
        assertThat(loop.getString("since")).isNull();
    }

    @Test
    void aRestartThatIsStillToComeAndALimitThatIsReachedAreShown() throws Exception {
        String restart = "\"restart\":{\"policy\":\"on-failure\",\"delay\":\"%s\",\"giveUp\":\"2 in 1h\"}";
        putWith(restart.formatted("10m"), "slow");
        await().atMost(PATIENCE)
                .until(() -> get(TASKS + "/slow").getString("state").equals("backing off"));
        JsonObject next = get(TASKS + "/slow").getJsonObject("nextRestart");
        assertThat(next.getString("limit")).isEqualTo("2 in 1h");
        assertThat(next.getInteger("ends")).isEqualTo(1);
        assertThat(next.getInteger("replica")).isZero();
        assertThat(next.getInstant("at")).isAfter(Instant.now());
        assertThat(get(TASKS + "/slow/why").getString("summary"))
                .matches("failing: exit: code 4 after .*; next start in .* \\(1st of 2 in 1h\\)");

        putWith(restart.formatted("1ms"), "quick");
        await().atMost(PATIENCE)
                .until(() -> get(TASKS + "/quick").getString("state").equals("failed"));
        JsonObject why = get(TASKS + "/quick/why");
        assertThat(why.getString("summary")).endsWith("gave up after 2 ends in 1h; a start or reset starts it again");
        assertThat(why.getJsonArray("past").stream().map(past -> ((JsonObject) past).getString("event")))
                .contains("gave up");
        assertThat(get(TASKS + "/quick").getJsonObject("nextRestart")).isNull();
        assertThat(get(TASKS + "/quick").getInteger("restarts")).isEqualTo(1);

        api.call("POST", TASKS + "/quick/reset");
        await().atMost(PATIENCE)
                .until(() -> get(TASKS + "/quick").getInteger("restarts") == 1
                        && get(TASKS + "/quick").getString("state").equals("failed"));
    }

    private void putWith(String member, String name) throws Exception {
        String body = "{\"cmd\":\"exit 4\",\"type\":\"daemon\"," + member + "}";
        assertThat(api.call("PUT", TASKS + "/" + name, body).status()).isEqualTo(201);
    }

    @Test
    void whoFollowsIsToldOfEachChangeOfHealthOnceAndInOrder() throws Exception {
        try (Following following = Following.begin(service.port(), "?task=loop&task=job")) {
            put("job", "exit 3", "once");
            put("loop", "exit 4", "daemon");
            JsonObject failed = following
                    .await1("run", data -> data.getString("event").equals("failed"))
                    .data();
            assertThat(failed.getString("task")).isEqualTo("job");
            assertThat(failed.getValue("replica")).isNull();
            assertThat(failed.getString("words")).isEqualTo("failed: the last run ended with code 3");
            following.await1("run", data -> data.getString("event").equals("failing"));
            following.await1(
                    "task",
                    data -> data.getString("name").equals("loop")
                            && data.getString("health").equals("failing"));
            api.call("POST", TASKS + "/job/reset");
            JsonObject recovered = following
                    .await1("run", data -> data.getString("event").equals("recovered"))
                    .data();
            assertThat(recovered.getString("task")).isEqualTo("job");
            assertThat(recovered.getString("words")).isEqualTo("no longer failed");
            assertThat(following.events("run"))
                    .extracting(event -> event.data().getString("event"))
                    .containsOnlyOnce("failed", "failing", "recovered");
        }
    }

    @Test
    void troubleComesFirstOnEveryPage() throws Exception {
        for (int i = 0; i < 3; i++) {
            put("ok" + i, "exec sleep 1000", "daemon");
            put("x-failed" + i, "exit 3", "once");
            put("y-failing" + i, "exit 3", "daemon");
            awaitHealth("x-failed" + i, "failed");
            awaitHealth("y-failing" + i, "failing");
        }
        List<String> byTrouble = List.of(
                "x-failed0", "x-failed1", "x-failed2", "y-failing0", "y-failing1", "y-failing2", "ok0", "ok1", "ok2");
        assertThat(names("?sort=trouble")).isEqualTo(byTrouble);
        assertThat(names("?sort=name")).isSorted().isEqualTo(names(""));
        for (int limit = 1; limit < 9; limit++) {
            List<String> all = new ArrayList<>();
            String after = "";
            while (after != null) {
                String query = "?sort=trouble&limit=" + limit + (after.isEmpty() ? "" : "&after=" + after);
                JsonObject page = get(TASKS + query);
                JsonArray tasks = page.getJsonArray("tasks");
                tasks.forEach(task -> all.add(((JsonObject) task).getString("name")));
                after = page.getString("next");
            }
            assertThat(all).isEqualTo(byTrouble);
        }
    }

    @Test
    void aPageOfTroubleBeginsBehindItsPlaceAlsoWhenTheTaskThereIsGone() throws Exception {
        put("a", "exit 3", "once");
        put("b", "exit 3", "once");
        awaitHealth("a", "failed");
        awaitHealth("b", "failed");
        String next = get(TASKS + "?sort=trouble&limit=1").getString("next");
        assertThat(next).isEqualTo("failed/a");
        api.call("DELETE", TASKS + "/a");
        assertThat(names("?sort=trouble&after=" + next)).containsExactly("b");
    }

    @Test
    void whatIsNoHealthNoOrderAndNoPlaceIsRefusedByName() throws Exception {
        for (String query : List.of("health=bad", "sort=bad", "sort=trouble&after=a", "sort=trouble&after=bad/a")) {
            Reply refused = api.call("GET", TASKS + "?" + query);
            assertThat(refused.status()).as(query).isEqualTo(400);
            String field = query.replaceAll(".*[&]|=[^&]*$", "");
            assertThat(refused.json().getJsonArray("errors").getJsonObject(0).getString("field"))
                    .as(query)
                    .isEqualTo(field);
        }
    }
}
