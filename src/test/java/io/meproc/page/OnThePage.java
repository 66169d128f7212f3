package io.meproc.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.RunningService;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with the packaged service, a browser, and a check that no process is left at the end. */
abstract class OnThePage {
    private static final Pattern SERVICE_FILES = Pattern.compile("(data.*|out|logs|logs/meproc\\.log.*)?");

    @TempDir
    static Path directory;

    private static Chromium chromium;

    /** One for the tests of a class, which a test may end. */
    static @Nullable RunningService started;

    RunningService service;
    Tab tab;

    @BeforeAll
    static void startChromium() throws IOException, InterruptedException {
        chromium = Chromium.start();
    }

    @AfterAll
    static void endAll() throws IOException {
        chromium.close();
        if (started != null) {
            started.close();
            assertThat(started.children()).isEmpty();
            started = null;
        }
    }

    @BeforeEach
    void start() throws IOException, InterruptedException {
        boolean anew = started == null || !started.isRunning();
        if (anew) {
            started = RunningService.start(directory);
        }
        service = started;
        if (anew) {
            // The tasks of a test that has ended the service.
            api("POST", "/tasks:remove", "{\"selector\": {\"all\": true}}");
        }
        tab = chromium.open(Screen.LIGHT);
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        started = service;
        try {
            tab.calm();
        } finally {
            tab.close();
            if (service.isRunning()) {
                api("POST", "/tasks:remove", "{\"selector\": {\"all\": true}}");
            }
        }
        assertThat(service.children()).isEmpty();
        // The service removes empty folders meanwhile.
        await().ignoreExceptions().until(OnThePage::removeFiles);
    }

    /** Removes the files of a test, among them the output of its tasks, and leaves those of the service. */
    private static boolean removeFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> ofTheTest = files.sorted(Comparator.reverseOrder())
                    .filter(file -> !SERVICE_FILES
                            .matcher(directory.relativize(file).toString())
                            .matches())
                    .toList();
            for (Path file : ofTheTest) {
                Files.deleteIfExists(file);
            }
        }
        return true;
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
