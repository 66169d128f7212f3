package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Schedules on the page: the form, and the timeline of the coming day. */
class SchedulePageIT extends OnThePage {
    @Test
    void aScheduleIsSetChangedAndTakenBack() throws IOException, InterruptedException {
        put("job", "{\"type\": \"cron\", \"cmd\": \"true\", \"cron\": [\"0 9 * * *\", \"0 18 * * 5\"]}");
        open("#/tasks/job/edit");
        assertThat(tab.of("field-cron")).hasValue("0 9 * * * | 0 18 * * 5");
        tab.at("summary:has-text('Fires and runs')").click();
        tab.fill("field-every", "15m");
        tab.fill("field-overlap", "queue(2)");
        tab.fill("field-retry-times", "3");
        tab.fill("field-retry-delay", "30s");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("job");
        JsonObject changed = definition("job");
        assertThat(changed.getString("every")).isEqualTo("15m");
        assertThat(changed.getString("overlap")).isEqualTo("queue(2)");
        assertThat(changed.getJsonObject("retry")).isEqualTo(new JsonObject("{\"times\":3,\"delay\":\"30s\"}"));
        assertThat(changed.containsKey("cron")).isFalse();

        tab.go(service.port(), "#/tasks/job/edit");
        tab.fill("field-overlap", "twice");
        tab.click("save");
        tab.says("form-trouble", "overlap");
        tab.forgive(Pattern.compile("400 for PATCH .*/api/v1/tasks/job"));
        tab.fill("field-overlap", "");
        tab.fill("field-every", "");
        tab.fill("field-cron", "30 2 * * *");
        tab.fill("field-zone", "Europe/Berlin");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("job");
        assertThat(definition("job").getString("cron")).isEqualTo("30 2 * * *");
        assertThat(definition("job").getString("zone")).isEqualTo("Europe/Berlin");
        assertThat(definition("job").containsKey("overlap")).isFalse();
    }

    @Test
    void theTimelineShowsTheFiresOfTheComingDay() throws IOException, InterruptedException {
        open("#/schedule");
        assertThat(tab.of("timeline-empty")).isVisible();
        put("often", "{\"type\": \"cron\", \"cmd\": \"true\", \"cron\": \"* * * * *\"}");
        put("hourly", "{\"type\": \"cron\", \"cmd\": \"true\", \"every\": \"1h\"}");
        put(
                "backup",
                "{\"type\": \"cron\", \"cmd\": \"true\", \"cron\": [\"0 3 * * *\", \"30 21 * * *\"], \"zone\": \"Europe/Berlin\"}");
        put("report", "{\"type\": \"cron\", \"cmd\": \"true\", \"cron\": \"0 9,12,15 * * *\"}");
        api("POST", "/tasks/report/pause", "");
        for (Map.Entry<String, Screen> each : Map.of("light", Screen.LIGHT, "dark", Screen.DARK, "phone", Screen.PHONE)
                .entrySet()) {
            try (Tab looked = another(each.getValue())) {
                looked.go(service.port(), "#/schedule");
                Locator lines = looked.page().locator("[data-testid=timeline-line]");
                assertThat(lines).hasCount(4);
                assertThat(looked.at("[data-task=hourly] .track i")).hasCount(24);
                assertThat(looked.at("[data-task=often] .track i")).hasCount(2);
                assertThat(looked.at("[data-task=backup] .track i")).hasCount(2);
                assertThat(looked.at("[data-task=report]")).hasClass("paused");
                assertThat(looked.at("[data-task=backup] code")).hasText("0 3 * * * | 30 21 * * *");
                assertThat(looked.page().evaluate("document.documentElement.scrollWidth - innerWidth"))
                        .as("what does not fit on %s", each.getKey())
                        .isEqualTo(0);
                looked.calm();
            }
        }
    }

    private JsonObject definition(String name) throws IOException, InterruptedException {
        return api("GET", "/tasks/" + name, "").getJsonObject("definition");
    }
}
