package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Updates and listening sockets on the page. */
class UpdateIT extends OnThePage {
    private static String web(String command, String healthyAfter) {
        return new JsonObject()
                .put("type", "daemon")
                .put("replica", 3)
                .put("cmd", command)
                .put("update", new JsonObject().put("healthyAfter", healthyAfter))
                .encode();
    }

    @Test
    void theProgressOfAnUpdateIsShownForEachReplicaAndItsRollbackIsNamed() throws IOException, InterruptedException {
        put("web", web("exec sleep 1000", "900ms"));
        open("#/tasks/web");
        assertThat(tab.of("update")).hasCount(0);
        api("PUT", "/tasks/web?wait=false", web("exec sleep 1001", "1h"));
        tab.says("update", "update: 1 being replaced, 2 still old");
        assertThat(tab.of("update").locator(".mark.busy")).hasCount(1);
        assertThat(tab.of("update").locator(".mark.rest")).hasCount(2);

        service.call("PUT", "/api/v1/tasks/web", web("sleep 0.2; exit 3", "900ms"));
        tab.says("why", "did not stay up: code 3; rolled back");
        assertThat(tab.of("update")).hasCount(0);
        tab.click("tab-history");
        assertThat(tab.at("[data-testid=history] li.bad").first()).isVisible();
    }

    @Test
    void thePolicyAndTheSocketsAreSetAndTakenBack() throws IOException, InterruptedException {
        String path = directory.resolve("web.sock").toString();
        put("web", "{\"type\": \"daemon\", \"cmd\": \"exec sleep 1000\"}");
        open("#/tasks/web/edit");
        tab.at("summary:has-text('Updates and sockets')").click();
        tab.of("field-update").selectOption("gated");
        tab.fill("field-update-maxUnavailable", "25%");
        tab.fill("field-update-healthyAfter", "500ms");
        tab.of("field-update-onFailure").selectOption("pause");
        tab.fill("field-sockets", path + " name=web mode=0660");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("web");
        JsonObject definition = api("GET", "/tasks/web", "").getJsonObject("definition");
        assertThat(definition.getJsonObject("update"))
                .isEqualTo(new JsonObject()
                        .put("maxUnavailable", "25%")
                        .put("healthyAfter", "500ms")
                        .put("onFailure", "pause"));
        assertThat(definition.getJsonArray("sockets"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("name", "web")
                                .put("listen", path)
                                .put("mode", "0660")));

        tab.go(service.port(), "#/tasks/web/edit");
        assertThat(tab.of("field-sockets")).hasValue(path + " name=web mode=0660");
        assertThat(tab.of("field-update-maxUnavailable")).hasValue("25%");
        tab.of("field-update").selectOption("");
        tab.fill("field-sockets", "");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("web");
        assertThat(api("GET", "/tasks/web", "").getJsonObject("definition").fieldNames())
                .doesNotContain("update", "sockets");
    }
}
