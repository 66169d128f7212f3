package io.meproc.page;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tasks of a small shop, in as many states as there are: what the page is looked at with. */
final class Scene {
    private static final String ACCESS_LOG = """
            line() { printf '\\033[2m%s\\033[0m \\033[%sm%s\\033[0m %s \\033[%sm%s\\033[0m\\n' "$(date +%T)" "$@"; }
            while :; do
                line 32 200 "GET  /products/$((n % 97))" 2 "$((n % 9 + 2)) ms"
                [ $((n % 4)) -ne 0 ] || line 36 304 "GET  /style.css" 2 "1 ms"
                [ $((n % 7)) -ne 3 ] || line '1;31' 502 "POST /orders" 33 "payment took too long"
                n=$((n + 1))
                sleep 0.2
            done""";

    /** Runs of different lengths, of which some fail. */
    private static final String ORDERS = """
            echo connecting to the marketplace
            sleep 0.$(($$ % 90 + 10))
            [ $(($$ % 5)) -ne 3 ] || { printf '\033[31mno answer\033[0m within 30 s\n'; exit 4; }
            echo $(($$ % 40)) new orders""";

    private static final int ENOUGH_RUNS = 60;

    private static final String REST = "exec sleep 100000";

    private static final Map<String, JsonObject> DEFINITIONS = new LinkedHashMap<>();

    static {
        add("database", task("daemon", "echo ready; " + REST));
        add("cache", task("daemon", "while :; do i=$((i + 1)); [ $((i % 3000)) -ne 0 ] || sleep 0.1; done"));
        add("migrate", task("once", "echo 14 migrations applied"));
        add(
                "shop",
                task("daemon", ACCESS_LOG)
                        .put("replica", 4)
                        .put("deps", new JsonArray().add("migrate"))
                        .put("env", new JsonObject().put("PORT", "800${replica}")));
        add(
                "mailer",
                task("daemon", REST)
                        .put("replica", 2)
                        .put("deps", new JsonArray().add("shop").add("database")));
        add(
                "resize-pictures",
                task("daemon", REST)
                        .put("replica", 8)
                        .put("stop", new JsonObject().put("signal", "INT").put("grace", "30s")));
        add("payments", task("daemon", "echo no route to the bank >&2; exit 69").put("interval", 60_000));
        add("import-prices", task("once", "echo line 17: not a price >&2; exit 3"));
        add("import-orders", task("daemon", ORDERS).put("interval", 100).put("replica", 3));
        add("search-index", task("once", REST).put("timeout", "2h"));
        add("backup", task("cron", "exec tar -cf /backup/shop.tar /srv/shop").put("cron", "0 3 * * *"));
        add("newsletter", task("cron", "exec ./send newsletter").put("cron", "30 9 * * mon-fri"));
        add("report", task("cron", "echo no figures for yesterday >&2; exit 2").put("cron", "0 6 * * *"));
        add("old-shop", task("daemon", REST));
        add("invoices", task("once", "exec ./invoices --month").put("deps", new JsonArray().add("search-index")));
    }

    private static final Map<String, String> STATES = Map.of(
            "shop", "running",
            "mailer", "waiting",
            "payments", "backing off",
            "import-prices", "failed",
            "migrate", "finished",
            "backup", "scheduled",
            "old-shop", "stopped",
            "invoices", "waiting");

    private Scene() {}

    private static JsonObject task(String type, String cmd) {
        return new JsonObject().put("type", type).put("cmd", cmd);
    }

    private static void add(String name, JsonObject definition) {
        DEFINITIONS.put(name, definition);
    }

    /** Puts them in place, and waits until each is in its state. */
    static void play(OnThePage stage) throws IOException, InterruptedException {
        for (Map.Entry<String, JsonObject> each : DEFINITIONS.entrySet()) {
            stage.put(each.getKey(), each.getValue().encode());
        }
        stage.api("POST", "/tasks/old-shop/stop", "");
        stage.api("POST", "/tasks/report/restart", "");
        String runs = "/tasks/import-orders/runs?limit=" + ENOUGH_RUNS;
        await().atMost(Duration.ofMinutes(1))
                .until(() -> stage.api("GET", runs, "").getJsonArray("runs").size() == ENOUGH_RUNS);
        stage.api("POST", "/tasks/import-orders/stop", "");
        await().until(() ->
                stage.api("GET", "/tasks/report", "").getString("health").equals("failed"));
        for (Map.Entry<String, String> each : STATES.entrySet()) {
            await(each.toString())
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> stage.api("GET", "/tasks/" + each.getKey(), "")
                            .getString("state")
                            .equals(each.getValue()));
        }
    }
}
