package io.meproc.http;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A well-behaved client, which holds each answer to the description of the interface. */
public final class Api {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    public Api(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    Reply call(String method, String target) throws IOException, InterruptedException {
        return call(method, target, "");
    }

    public Reply call(String method, String target, String body) throws IOException, InterruptedException {
        return call(method, target, body, Map.of());
    }

    Reply call(String method, String target, String body, Map<String, String> more)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + target))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        more.forEach(request::header);
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        return described(method, target, body, response);
    }

    /** What was answered; fails when the description of the interface knows no such answer. */
    public static Reply described(String method, String target, String body, HttpResponse<String> response) {
        Map<String, String> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        Reply reply = new Reply(response.statusCode(), headers, response.body());
        OpenApi.DESCRIPTION.check(method, target, body, reply);
        return reply;
    }

    Reply start(String name, String command) throws IOException, InterruptedException {
        return call("PUT", "/proc", task(name, command).encode());
    }

    static JsonObject task(String name, String command) {
        return new JsonObject().put("name", name).put("cmd", command).put("type", "once");
    }

    JsonObject listing() throws IOException, InterruptedException {
        return call("GET", "/proc").json().getJsonObject("data");
    }

    /** One task as listed; null when it is not. */
    JsonObject task(String name) throws IOException, InterruptedException {
        return listing().getJsonObject("tasks").getJsonObject(name);
    }
}
