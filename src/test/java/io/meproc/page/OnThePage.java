package io.meproc.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.RunningService;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with the packaged service, a browser, and a look for what is left at the end. */
abstract class OnThePage {
    private static Chromium chromium;

    @TempDir
    Path directory;

    RunningService service;
    Tab tab;

    @BeforeAll
    static void startChromium() throws IOException, InterruptedException {
        chromium = Chromium.start();
    }

    @AfterAll
    static void endChromium() {
        chromium.close();
    }

    @BeforeEach
    void start() throws IOException {
        service = RunningService.start(directory);
        tab = chromium.open(Screen.LIGHT);
    }

    @AfterEach
    void end() throws IOException {
        try {
            tab.calm();
        } finally {
            tab.close();
            service.close();
        }
        assertThat(service.children()).isEmpty();
    }

    Tab another(Screen screen) {
        return chromium.open(screen);
    }

    /** A window of somebody elsewhere. */
    Tab abroad(String locale, String zone) {
        return chromium.open(Screen.LIGHT, locale, zone);
    }

    /** Opens a part of the page, as {@code #/new}. */
    void open(String place) {
        tab.go(service.port(), place);
    }

    /** What the interface answers to a call that succeeds. */
    JsonObject api(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = service.call(method, "/api/v1" + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }

    JsonObject put(String name, String definition) throws IOException, InterruptedException {
        return api("PUT", "/tasks/" + name, definition);
    }

    long pid(String task, int replica) throws IOException, InterruptedException {
        return api("GET", "/tasks/" + task, "")
                .getJsonArray("replicas")
                .getJsonObject(replica)
                .getLong("pid");
    }
}
