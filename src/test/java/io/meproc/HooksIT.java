package io.meproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications of the packaged service. */
class HooksIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final List<JsonObject> received = new CopyOnWriteArrayList<>();

    private HttpServer listen(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            received.add(new JsonObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void aNotificationOutlivesTheKilledServiceThatCouldNotSendIt() throws Exception {
        HttpServer reserved = listen(0);
        int port = reserved.getAddress().getPort();
        reserved.stop(0);
        Path settings = Files.writeString(directory.resolve("meproc.yaml"), """
                hooks:
                  targets:
                    ops:
                      kind: webhook
                      url: http://127.0.0.1:%d/in
                """.formatted(port));
        try (RunningService service = RunningService.start(directory, "--config", settings.toString())) {
            service.call("PUT", "/api/v1/tasks/job", """
                    {"type": "once", "cmd": "echo no space left; exit 3", "on": {"failed": ["ops"]}}""");
            await().atMost(PATIENCE)
                    .until(() -> new JsonObject(service.call("GET", "/api/v1/hooks", "")
                                            .body())
                                    .getJsonArray("targets")
                                    .getJsonObject(0)
                                    .getInteger("failing")
                            == 1);
            service.kill();
        }
        HttpServer server = listen(port);
        try (RunningService service = RunningService.start(directory, "--config", settings.toString())) {
            await().atMost(PATIENCE).until(() -> !received.isEmpty());
            JsonObject data = received.get(0).getJsonObject("data");
            assertThat(data.getString("task")).isEqualTo("job");
            assertThat(data.getJsonArray("output")).containsExactly("no space left");
            Cli cli = new Cli(service, directory);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(cli.run("hooks").out()).isEqualTo("""
                                    TARGET  KIND     STATE  WAITING  GIVEN UP  ERROR
                                    ops     webhook  ok     0        0
                                    """));
            assertThat(cli.run("hooks", "test", "ops").out()).startsWith("ops: delivered, HTTP 204 No Content (");
            assertThat(received).hasSize(2);
        } finally {
            server.stop(0);
        }
    }
}
