package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.RunningService;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page behind a real nginx, in the configurations that people have: it loads, events flow, changes work. */
class NginxIT {
    private static final String DAEMON = "{\"type\": \"daemon\", \"cmd\": \"exec sleep 1000\"}";
    private static final String PASS = "proxy_pass http://127.0.0.1:8606;";
    private static final String NO_NAME = "is not a name of this service";

    private static Chromium chromium;

    @TempDir
    Path directory;

    @BeforeAll
    static void startChromium() throws IOException, InterruptedException {
        chromium = Chromium.start();
    }

    @AfterAll
    static void endChromium() {
        chromium.close();
    }

    @Test
    void theDocumentedServerWorksForItsName() throws IOException, InterruptedException {
        String server = Nginx.documented().get(0);
        int port = Nginx.freePort();
        try (RunningService service = service("names: ['meproc.example.org:" + port + "']");
                Nginx nginx = Nginx.start(directory, server, port, service.port())) {
            works(service, "http://meproc.example.org:" + nginx.port() + "/");
        }
    }

    @Test
    void theDocumentedServerBelowAPathWorksWithoutASettingForIt() throws IOException, InterruptedException {
        String server = Nginx.documented().get(1);
        int port = Nginx.freePort();
        try (RunningService service = service("names: ['tools.example.org:" + port + "']");
                Nginx nginx = Nginx.start(directory, server, port, service.port())) {
            works(service, "http://tools.example.org:" + nginx.port() + "/meproc/");
        }
    }

    @Test
    void aPathThatIsPassedOnWorksWithTheSettingForIt() throws IOException, InterruptedException {
        try (RunningService service = service("path: /tools/meproc");
                Nginx nginx = start(service, "/tools/meproc", PASS + "proxy_set_header Host $http_host;")) {
            works(service, "http://127.0.0.1:" + nginx.port() + "/tools/meproc/");
            try (Tab tab = chromium.open(Screen.LIGHT)) {
                tab.go("http://127.0.0.1:" + nginx.port() + "/tools/meproc", "").calm();
            }
        }
    }

    @Test
    void onTheMachineItselfThePlainestServersWorkWithoutAnySetting() throws IOException, InterruptedException {
        try (RunningService service = service("port: 1");
                Nginx plain = start(service, "/", PASS);
                Nginx host = start(service, "/", PASS + "proxy_set_header Host $host;");
                Nginx whole = start(service, "/", PASS + "proxy_set_header Host $http_host;")) {
            for (Nginx nginx : List.of(plain, host, whole)) {
                works(service, "http://127.0.0.1:" + nginx.port() + "/");
            }
        }
    }

    @Test
    void withAnUnknownNameThePageShowsWhatToSet() throws IOException, InterruptedException {
        try (RunningService service = service("port: 1");
                Nginx plain = start(service, "/", PASS);
                Nginx host = start(service, "/", PASS + "proxy_set_header Host $host;")) {
            try (Tab tab = chromium.open(Screen.LIGHT)) {
                tab.page().navigate("http://meproc.example.org:" + host.port() + "/");
                tab.says("refusal", "'meproc.example.org', which " + NO_NAME);
                tab.says("refusal", "web.names");
            }
            put(service, "seen");
            try (Tab tab = chromium.open(Screen.LIGHT)) {
                tab.go("http://meproc.example.org:" + plain.port() + "/", "#/tasks/seen");
                tab.click("stop");
                assertThat(tab.at("[role=alert], [role=status]")
                                .getByText("web.names")
                                .first())
                        .isVisible();
                tab.forgive(Pattern.compile("403 for POST .*"));
            }
        }
    }

    @Test
    void aPageWhoseScriptsAreRefusedShowsTheReason() throws IOException, InterruptedException {
        String refuse = """
                 location = /app/stream.js {
                    default_type application/problem+json;
                    return 403 '{"status": 403, "detail": "No scripts today."}';
                 }
                """;
        String server = Nginx.server("/", PASS).replace("listen 80;\n", "listen 80;\n" + refuse);
        try (RunningService service = service("port: 1");
                Nginx nginx = Nginx.start(directory, server, Nginx.freePort(), service.port());
                Tab tab = chromium.open(Screen.LIGHT)) {
            tab.page().navigate("http://127.0.0.1:" + nginx.port() + "/");
            assertThat(tab.at("#app [role=status]")).containsText("The page could not be loaded.");
        }
    }

    private RunningService service(String web) throws IOException {
        Path file = Files.writeString(directory.resolve("meproc.yaml"), "web:\n  " + web + "\n");
        return RunningService.start(directory, "--config", file.toString());
    }

    private Nginx start(RunningService service, String location, String directives)
            throws IOException, InterruptedException {
        return Nginx.start(directory, Nginx.server(location, directives), Nginx.freePort(), service.port());
    }

    private static void put(RunningService service, String task) throws IOException, InterruptedException {
        HttpResponse<String> answer = service.call("PUT", "/api/v1/tasks/" + task, DAEMON);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    }

    /** The page loads, shows a task that comes after that, stops it, and reads what else it needs. */
    private static void works(RunningService service, String address) throws IOException, InterruptedException {
        try (Tab tab = chromium.open(Screen.LIGHT)) {
            tab.go(address, "");
            put(service, "web");
            assertThat(tab.row("web")).isVisible();
            tab.page().navigate(address + "#/tasks/web");
            tab.click("stop");
            assertThat(tab.replica(0)).hasAttribute("data-state", "stopped");
            assertThat(new JsonObject(
                                    service.call("GET", "/api/v1/tasks/web", "").body())
                            .getString("state"))
                    .isEqualTo("stopped");
            tab.page().navigate(address + "docs#listTasks");
            assertThat(tab.at("#content h2").first()).isVisible();
            tab.calm();
        } finally {
            service.call("DELETE", "/api/v1/tasks/web", "");
        }
    }
}
