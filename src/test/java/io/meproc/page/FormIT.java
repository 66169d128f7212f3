package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The form, and what the service has to say of what is typed. */
class FormIT extends OnThePage {
    @Test
    void whatIsWrongIsSaidBesideItsFieldWhileOneTypes() throws IOException, InterruptedException {
        open("#/new");
        tab.fill("field-name", "no/name");
        tab.of("field-name").press("Tab");
        assertThat(tab.at("#field-name-problem")).containsText("name");
        assertThat(tab.of("field-name")).hasAttribute("aria-invalid", "true");
        tab.fill("field-name", "good");
        assertThat(tab.at("#field-name-problem")).isEmpty();

        tab.fill("field-cmd", "exec sleep 1000");
        tab.at("summary:has-text('Stop, success and time limit')").click();
        tab.fill("field-stop-grace", "two hours");
        tab.of("field-stop-grace").press("Tab");
        assertThat(tab.at("#field-stop-grace-problem")).containsText(Pattern.compile("1ms|duration|10s"));
        tab.click("save");
        tab.says("form-trouble", "grace");
        assertThat(tab.of("field-stop-grace")).isFocused();
        assertThat(service.call("GET", "/api/v1/tasks/good", "").statusCode()).isEqualTo(404);
        tab.forgive(Pattern.compile("400 for PUT .*/api/v1/tasks/good"));

        tab.fill("field-stop-grace", "2s");
        assertThat(tab.at("#field-stop-grace-problem")).isEmpty();
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("good");
    }

    @Test
    void whatFollowsMissedTimesAndWhichSuccessIsExpectedIsSetAndTakenBack() throws IOException, InterruptedException {
        put("nightly", """
                {"type": "cron", "cron": "0 3 1 1 *", "cmd": "true"}""");
        open("#/tasks/nightly/edit");
        tab.at("summary:has-text('Missed, expected and kept')").click();
        tab.of("field-missed").selectOption("all");
        tab.fill("field-missedWithin", "2d");
        tab.fill("field-missedCap", "5");
        tab.fill("field-expect", "8000h");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("nightly");
        JsonObject definition = api("GET", "/tasks/nightly", "").getJsonObject("definition");
        assertThat(definition.getString("missed")).isEqualTo("all");
        assertThat(definition.getString("missedWithin")).isEqualTo("2d");
        assertThat(definition.getInteger("missedCap")).isEqualTo(5);
        assertThat(definition.getString("expect")).isEqualTo("success within 8000h");

        tab.go(service.port(), "#/tasks/nightly/edit");
        assertThat(tab.of("field-missedWithin")).hasValue("2d");
        tab.of("field-missed").selectOption("once");
        tab.fill("field-missedWithin", "");
        tab.fill("field-missedCap", "");
        tab.fill("field-expect", "");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("nightly");
        assertThat(api("GET", "/tasks/nightly", "").getJsonObject("definition").fieldNames())
                .doesNotContain("missed", "missedWithin", "missedCap", "expect");
    }

    @Test
    void whatMustNotBeEmptyAndWhatIsNoNumberIsToldAtItsFieldAndChangesNothing()
            throws IOException, InterruptedException {
        put("kept", """
                {"type": "cron", "cron": "0 4 * * mon-fri", "cmd": "true", "replica": 3, "interval": 700}""");
        open("#/tasks/kept/edit");
        tab.fill("field-cron", "");
        tab.fill("field-replica", "");
        tab.of("field-interval").fill("1e");
        tab.of("field-interval").press("Tab");
        tab.click("save");
        assertThat(tab.of("form-trouble")).isVisible();
        for (String field : List.of("cron", "replica", "interval")) {
            assertThat(tab.at("#field-" + field + "-problem")).not().isEmpty();
        }
        assertThat(tab.of("field-replica")).isFocused();
        tab.forgive(Pattern.compile("400 for PATCH .*/api/v1/tasks/kept"));
        JsonObject definition = api("GET", "/tasks/kept", "").getJsonObject("definition");
        assertThat(definition.getString("cron")).isEqualTo("0 4 * * mon-fri");
        assertThat(definition.getInteger("replica")).isEqualTo(3);
        assertThat(definition.getInteger("interval")).isEqualTo(700);
    }

    @Test
    void aWrongVariableTakesTheFocus() {
        open("#/new");
        tab.fill("field-name", "odd");
        tab.fill("field-cmd", "true");
        tab.at("summary:has-text('Environment and account')").click();
        tab.click("env-add");
        tab.fill("env-name-0", "A=B");
        tab.click("save");
        assertThat(tab.of("env-name-0")).isFocused();
        tab.forgive(Pattern.compile("400 for PUT .*/api/v1/tasks/odd"));
    }

    @Test
    void everythingThatIsFilledInReachesTheService() throws IOException, InterruptedException {
        put("db", """
                {"type": "cron", "cron": "0 0 1 1 *", "cmd": "true"}""");
        open("#/new");
        tab.fill("field-name", "whole");
        tab.fill("field-replica", "2");
        tab.of("mode-args").check();
        tab.fill("field-args", "sh\n-c\n\"echo \\\"$GREETING $1\\\"\\nexec sleep 1000\"\nsh\n${replica}");
        tab.fill("field-deps", "d");
        tab.of("field-deps").press("Enter");
        tab.at("summary:has-text('Environment and account')").click();
        tab.click("env-add");
        tab.fill("env-name-0", "GREETING");
        tab.fill("env-value-0", "hello \"you\"");
        tab.fill("field-cwd", "/");
        tab.fill("field-umask", "027");
        tab.of("field-output").selectOption("console");
        tab.at("summary:has-text('Stop, success and time limit')").click();
        tab.of("field-stop-signal").selectOption("INT");
        tab.fill("field-stop-grace", "3s");
        tab.of("field-stop-to").selectOption("leader");
        tab.fill("field-success", "0, 3, TERM");
        tab.fill("field-timeout", "2h");
        tab.fill("field-interval", "700");
        tab.of("field-onLeaderExit").selectOption("release");
        tab.at("summary:has-text('priority and resources')").click();
        tab.fill("field-nice", "5");
        tab.fill("field-oomScoreAdj", "100");
        tab.fill("field-limits-nofile", "64:128");
        tab.says("as-text", "\"GREETING\": \"hello \\\"you\\\"\"");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("whole");
        tab.says("output", "hello \"you\" 0");

        JsonObject definition = api("GET", "/tasks/whole", "").getJsonObject("definition");
        assertThat(definition.getInteger("replica")).isEqualTo(2);
        assertThat(definition.getJsonArray("args"))
                .isEqualTo(new JsonArray()
                        .add("sh")
                        .add("-c")
                        .add("echo \"$GREETING $1\"\nexec sleep 1000")
                        .add("sh")
                        .add("${replica}"));
        assertThat(definition.getJsonArray("deps")).isEqualTo(new JsonArray().add("db"));
        assertThat(definition.getJsonArray("env")).isEqualTo(new JsonArray().add("GREETING"));
        assertThat(definition.getString("cwd")).isEqualTo("/");
        assertThat(definition.getString("umask")).isEqualTo("0027");
        assertThat(definition.getJsonObject("stop"))
                .isEqualTo(
                        new JsonObject().put("signal", "INT").put("grace", "3s").put("to", "leader"));
        assertThat(definition.getJsonArray("success"))
                .isEqualTo(new JsonArray().add(0).add(3).add("TERM"));
        assertThat(definition.getString("timeout")).isEqualTo("2h");
        assertThat(definition.getInteger("interval")).isEqualTo(700);
        assertThat(definition.getString("onLeaderExit")).isEqualTo("release");
        assertThat(definition.getString("output")).isEqualTo("console");
        assertThat(definition.getInteger("oomScoreAdj")).isEqualTo(100);
        assertThat(definition.getInteger("nice")).isEqualTo(5);
        assertThat(definition.getJsonObject("limits")).isEqualTo(new JsonObject().put("nofile", "64:128"));
    }

    @Test
    void anEditKeepsWhatItDoesNotTouch() throws IOException, InterruptedException {
        put("kept", """
                {"type": "daemon", "replica": 2, "cmd": "echo \\"<$SECRET>\\"; exec sleep 1000", "env": {"SECRET": "pass"},
                 "stop": {"signal": "INT", "grace": "2s"}}""");
        JsonObject before = api("GET", "/tasks/kept", "");
        open("#/tasks/kept/edit");
        assertThat(tab.of("env-name-0")).hasValue("SECRET");
        assertThat(tab.of("env-value-0")).isEmpty();
        tab.fill("field-replica", "3");
        tab.click("save");
        assertThat(tab.at("[data-replica][data-state=running]")).hasCount(3);
        JsonObject after = api("GET", "/tasks/kept", "");
        assertThat(after.getJsonObject("definition"))
                .isEqualTo(before.getJsonObject("definition").copy().put("replica", 3));
        assertThat(after.getJsonArray("replicas").getJsonObject(1).getLong("pid"))
                .isEqualTo(before.getJsonArray("replicas").getJsonObject(1).getLong("pid"));
        tab.fill("output-replica", "2");
        tab.of("output-replica").press("Tab");
        tab.says("output", "<pass>");
    }

    @Test
    void whoeverEditsWhatOthersHaveChangedIsToldAndChangesNothing() throws IOException, InterruptedException {
        put("shared", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        open("#/tasks/shared/edit");
        tab.fill("field-cmd", "exec sleep 2000");
        api("PATCH", "/tasks/shared", "{\"cmd\": \"exec sleep 3000\"}");
        tab.click("save");
        tab.says("form-trouble", "Another request has changed the task");
        tab.forgive(Pattern.compile("412 for PATCH .*"));
        assertThat(api("GET", "/tasks/shared", "").getJsonObject("definition").getString("cmd"))
                .isEqualTo("exec sleep 3000");
    }

    @Test
    void aScheduleIsToldInWordsAndByItsNextFiveTimes() throws IOException, InterruptedException {
        open("#/new");
        tab.fill("field-name", "report");
        tab.fill("field-cmd", "echo report");
        tab.of("type-cron").check();
        tab.fill("field-cron", "30 9 * * mon-fri");
        tab.says("cron-sentence", "every weekday at 09:30");
        assertThat(tab.of("cron-fires").locator("li")).hasCount(5);
        JsonObject fires = api("POST", "/cron/preview", """
                {"pattern": "30 9 * * mon-fri", "n": 5}""");
        assertThat(tab.of("cron-sentence")).containsText(fires.getString("zone"));
        for (int i = 0; i < 5; i++) {
            assertThat(tab.of("cron-fires").locator("time").nth(i))
                    .hasAttribute("datetime", fires.getJsonArray("fires").getString(i));
        }
        tab.fill("field-cron", "61 * * * *");
        tab.says("cron-trouble", "61");
        tab.of("field-cron").press("Tab");
        assertThat(tab.at("#field-cron-problem")).containsText("61");
        tab.at("text=end of month").click();
        tab.says("cron-sentence", "last day");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("report");
        JsonObject report = api("GET", "/tasks/report", "");
        assertThat(report.getJsonObject("definition").getString("cron")).isEqualTo("0 0 L * *");
    }
}
