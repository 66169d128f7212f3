package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The restart policy on the page: in the form, while a replica waits for its restart, and when it has reached its limit. */
class RestartsIT extends OnThePage {
    @Test
    void aPolicyThatIsFilledInReachesTheServiceAndAnEditChangesAMemberOfIt() throws IOException, InterruptedException {
        open("#/new");
        tab.fill("field-name", "worker");
        tab.fill("field-cmd", "exec sleep 1000");
        tab.at("summary:has-text('policy, delays, limit')").click();
        tab.of("field-restart-policy").selectOption("on-failure");
        tab.fill("field-restart-giveUp", "5 in 1m");
        tab.fill("field-restart-delay", "1s");
        tab.fill("field-restart-growth", "1.5");
        tab.fill("field-restart-cap", "30s");
        tab.fill("field-restart-jitter", "20%");
        tab.fill("field-restart-resetAfter", "1m");
        tab.fill("field-restart-force", "75, HUP");
        tab.fill("field-restart-prevent", "78");
        tab.of("field-essential").selectOption("yes");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("worker");
        JsonObject policy = new JsonObject()
                .put("policy", "on-failure")
                .put("force", new JsonArray().add(75).add("HUP"))
                .put("prevent", new JsonArray().add(78))
                .put("delay", "1s")
                .put("growth", 1.5)
                .put("cap", "30s")
                .put("jitter", "20%")
                .put("resetAfter", "1m")
                .put("giveUp", "5 in 1m");
        assertThat(definition().getJsonObject("restart")).isEqualTo(policy);
        assertThat(definition().getBoolean("essential")).isTrue();

        open("#/tasks/worker/edit");
        tab.fill("field-restart-giveUp", "");
        tab.fill("field-restart-jitter", "120%");
        tab.click("save");
        assertThat(tab.at("#field-restart-jitter-problem")).containsText("expected a percentage from '0%' to '100%'");
        tab.forgive(Pattern.compile("400 for PATCH .*/api/v1/tasks/worker"));
        tab.fill("field-restart-jitter", "10%");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("worker");
        policy.remove("giveUp");
        assertThat(definition().getJsonObject("restart")).isEqualTo(policy.put("jitter", "10%"));
    }

    private JsonObject definition() throws IOException, InterruptedException {
        return api("GET", "/tasks/worker", "").getJsonObject("definition");
    }

    @Test
    void aRestartThatIsStillToComeIsCountedDownAndAResetStartsAtOnce() throws IOException, InterruptedException {
        put("slow", """
                {"type": "daemon", "cmd": "exit 3", "restart": {"delay": "10m", "giveUp": "2 in 1h"}}""");
        open("#/");
        assertThat(tab.of("next-restart"))
                .hasText(Pattern.compile("restarts in (9 min 5\\d s|10 min) \\(1st of 2 in 1h\\)"));
        open("#/tasks/slow");
        assertThat(tab.at("dl.facts")).containsText(Pattern.compile("Next restart\\s*restarts in "));
        api("POST", "/tasks/slow/reset", "");
        assertThat(tab.at("dl.facts"))
                .containsText(Pattern.compile("restarts in (9 min 5\\d s|10 min) \\(1st of 2 in 1h\\)"));
    }
}
