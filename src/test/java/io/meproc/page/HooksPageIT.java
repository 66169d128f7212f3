package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.RunningService;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Notifications on the page, of a service whose target does not listen. */
class HooksPageIT extends OnThePage {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private void notifyNobody() throws IOException, InterruptedException {
        service.kill();
        Path settings = Files.writeString(directory.resolve("meproc.yaml"), """
                hooks:
                  targets:
                    ops: {kind: webhook, url: "http://127.0.0.1:9/"}
                  allow: [127.0.0.1]
                """);
        service = RunningService.start(directory, "--config", settings.toString());
    }

    @Test
    void targetsAreSetAndTakenBackAndAnUnknownOneIsNamed() throws IOException, InterruptedException {
        notifyNobody();
        put("job", "{\"type\": \"once\", \"cmd\": \"true\"}");
        open("#/tasks/job/edit");
        tab.at("summary:has-text('Notifications')").click();
        tab.fill("field-on", "failed: pager");
        tab.click("save");
        tab.says("form-trouble", "no target 'pager'");
        tab.forgive(java.util.regex.Pattern.compile("400 for PATCH .*/api/v1/tasks/job"));
        tab.fill("field-on", "failed: ops, ntfy:http://127.0.0.1:9/a\nlate: ops");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("job");
        assertThat(definition().getJsonObject("on"))
                .isEqualTo(
                        new JsonObject(
                                "{\"failed\":[\"ops\",{\"kind\":\"ntfy\",\"url\":\"http://127.0.0.1:9/a\"}],\"late\":[\"ops\"]}"));
        tab.go(service.port(), "#/tasks/job/edit");
        assertThat(tab.of("field-on")).hasValue("failed: ops ntfy:http://127.0.0.1:9/a\nlate: ops");
        tab.fill("field-on", "late: ops");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("job");
        assertThat(definition().getJsonObject("on")).isEqualTo(new JsonObject("{\"late\":[\"ops\"]}"));
    }

    private JsonObject definition() throws IOException, InterruptedException {
        return api("GET", "/tasks/job", "").getJsonObject("definition");
    }

    @Test
    void aMarkReportsANotificationThatWasNotDelivered() throws IOException, InterruptedException {
        notifyNobody();
        open("#/");
        assertThat(tab.of("undelivered")).hasCount(0);
        put("job", "{\"type\": \"once\", \"cmd\": \"exit 1\", \"on\": {\"failed\": [\"ops\"]}}");
        await().atMost(PATIENCE)
                .until(() -> api("GET", "/node", "").getJsonObject("hooks").getInteger("failing") == 1);
        tab.page().reload();
        tab.live();
        tab.says("undelivered", "1 notification was not delivered");
    }
}
