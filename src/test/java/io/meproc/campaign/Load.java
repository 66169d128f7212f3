package io.meproc.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One client, which changes tasks of its own at random until the service no longer answers. */
final class Load implements Runnable {
    private static final int TASKS = 3;
    private static final int MOST_REPLICAS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;
    private static final int REFUSED = 300;
    private static final int UNAVAILABLE = 500;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Evidence evidence;
    private final Random random;
    private final Map<String, Wanted> tasks = new LinkedHashMap<>();
    private volatile int port;
    private volatile boolean pausing;
    private int version;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private volatile String trigger = "";

    Load(int number, Evidence evidence, Random random) {
        this.evidence = evidence;
        this.random = random;
        for (int i = 0; i < TASKS; i++) {
            tasks.put("t" + number + "-" + i, new Wanted());
        }
    }

    Map<String, Wanted> tasks() {
        return tasks;
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** @param line a shell line that kills the service, for some of the processes; empty for none */
    void begin(int at, String line) {
        port = at;
        trigger = line;
        pausing = false;
    }

    void pause() {
        pausing = true;
    }

    @Override
    public void run() {
        try {
            while (!pausing) {
                List<String> names = List.copyOf(tasks.keySet());
                String name = names.get(random.nextInt(names.size()));
                if (!change(name, tasks.get(name))) {
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a request; false if the service does not answer any more. */
    private boolean change(String name, Wanted wanted) throws InterruptedException {
        Wanted.State now = wanted.state();
        String path = "/api/v1/tasks/" + name;
        String wait = random.nextBoolean() ? "?wait=false" : "";
        int kind = now.version() == 0 ? 0 : random.nextInt(9);
        switch (kind) {
            case 1, 2 -> {
                wanted.requests(new Wanted.State(now.version(), now.replicas(), true));
                return sent(wanted, "POST", path + "/stop" + wait, "");
            }
            case 3, 4 -> {
                wanted.requests(new Wanted.State(now.version(), now.replicas(), false));
                return sent(wanted, "POST", path + "/start" + wait, "");
            }
            case 5 -> {
                wanted.requests(new Wanted.State(now.version(), now.replicas(), false));
                return sent(wanted, "POST", path + "/restart" + wait, "");
            }
            case 6 -> {
                int replicas = 1 + random.nextInt(MOST_REPLICAS);
                wanted.requests(new Wanted.State(now.version(), replicas, now.held()));
                return sent(wanted, "PATCH", path + wait, "{\"replica\":" + replicas + "}");
            }
            case 7 -> {
                wanted.requests(Wanted.State.NONE);
                return sent(wanted, "DELETE", path + wait, "");
            }
            default -> {
                int replicas = 1 + random.nextInt(MOST_REPLICAS);
                wanted.requests(new Wanted.State(++version, replicas, now.version() != 0 && now.held()));
                return sent(wanted, "PUT", path + wait, definition(replicas));
            }
        }
    }

    private String definition(int replicas) {
        boolean kills = !trigger.isEmpty() && random.nextInt(4) == 0;
        boolean atStop = kills && random.nextBoolean();
        JsonObject task = new JsonObject()
                .put("env", new JsonObject().put("VERSION_" + version, "x"))
                .put("replica", replicas)
                .put("stop", new JsonObject().put("grace", "5s"));
        String atStart = kills && !atStop ? trigger : ":";
        String stopping = atStop ? trigger : ":";
        int code = random.nextInt(100);
        switch (random.nextInt(6)) {
            case 0 -> task.put("type", "once").put("cmd", evidence.command("0.1", code, atStart, stopping));
            case 1 -> task.put("type", "cron").put("cmd", evidence.command("0.2", code, atStart, stopping));
            case 2, 3 ->
                task.put("type", "daemon")
                        .put("interval", 100)
                        .put("success", new JsonArray().add(0))
                        .put("cmd", evidence.command("0.3", code, atStart, stopping));
            case 4 -> task.put("type", "once").put("cmd", evidence.command("600", code, atStart, stopping));
            default -> task.put("type", "daemon").put("cmd", evidence.command("600", code, atStart, stopping));
        }
        return task.encode();
    }

    private boolean sent(Wanted wanted, String method, String path, String body) throws InterruptedException {
        try {
            HttpResponse<String> answer = call(method, path, body);
            int status = answer.statusCode();
            wanted.noted(method + " " + path + " " + body + " -> " + status + " " + answer.body());
            if (status < REFUSED) {
                JsonObject task = new JsonObject(answer.body()).getJsonObject("task");
                // A stop of what has ended, for example, changes nothing.
                wanted.acknowledged(method.equals("DELETE") || task == null ? null : Wanted.of(task));
                acknowledged.incrementAndGet();
            } else if (status < UNAVAILABLE) {
                wanted.refused();
            } else {
                // Carried out or not: as without an answer.
                return false;
            }
            return true;
        } catch (IOException gone) {
            wanted.noted(method + " " + path + " " + body + " -> " + gone);
            return false;
        }
    }

    HttpResponse<String> call(String method, String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(PATIENCE)
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** A task as the API shows it; null if it is not listed. */
    @Nullable
    JsonObject task(String name) throws IOException, InterruptedException {
        HttpResponse<String> answer = call("GET", "/api/v1/tasks/" + name, "");
        return answer.statusCode() == NOT_FOUND ? null : new JsonObject(answer.body());
    }
}
