package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The view of the runs of a task. Each test has a name of its own for its task, since the runs of a removed task stay. */
class HistoryIT extends OnThePage {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SLEEPS = "{\"type\": \"daemon\", \"args\": [\"sleep\", \"1000\"]}";

    private void run(String name, String command) throws IOException, InterruptedException {
        put(name, "{\"type\": \"once\", \"cmd\": \"%s\"}".formatted(command));
        awaitEnd(name);
    }

    private void again(String name) throws IOException, InterruptedException {
        api("POST", "/tasks/" + name + "/start", "");
        awaitEnd(name);
    }

    private void awaitEnd(String name) {
        await().atMost(PATIENCE)
                .until(() -> api("GET", "/tasks/" + name, "").getString("state").matches("finished|failed"));
    }

    private Locator mark(int at) {
        return tab.at("[data-result]").nth(at);
    }

    @Test
    void eachRunIsAMarkWithItsResultAndTheRateIsThatOfTheRunsThatEndedByThemselves()
            throws IOException, InterruptedException {
        run("marked", "exit 3");
        put("marked", "{\"type\": \"once\", \"cmd\": \"echo fine\"}");
        again("marked");
        put("marked", SLEEPS);
        api("POST", "/tasks/marked/stop", "");
        api("POST", "/tasks/marked/start", "");
        open("#/tasks/marked/history");
        assertThat(tab.at("[data-result]")).hasCount(4);
        assertThat(mark(0)).hasAttribute("data-result", "failed");
        assertThat(mark(1)).hasAttribute("data-result", "succeeded");
        assertThat(mark(2)).hasAttribute("data-result", "stopped");
        assertThat(mark(3)).hasAttribute("data-result", "running");
        assertThat(mark(0))
                .hasAttribute("aria-label", Pattern.compile("marked:0, failed: code 3, 0\\.\\d s, started [\\d:]+"));
        assertThat(tab.of("rate")).hasText("50 % of 2 runs succeeded");
        List<Object> shapes = List.of(shape(0), shape(1), shape(2), shape(3));
        assertThat(shapes).doesNotHaveDuplicates();
    }

    /** The shape and colour of a mark. */
    private Object shape(int at) {
        return mark(at).locator("i")
                .evaluate("mark => { const { clipPath, borderRadius, backgroundColor } = getComputedStyle(mark);"
                        + " return [clipPath, borderRadius, backgroundColor].join(' '); }");
    }

    @Test
    void theEndOfARunIsSeenAsItHappens() throws IOException, InterruptedException {
        put("killed", SLEEPS);
        open("#/tasks/killed/history");
        assertThat(mark(0)).hasAttribute("data-result", "running");
        tab.says("dossier", "killed:0 running");
        api("POST", "/tasks/killed/signal?signal=KILL", "");
        assertThat(mark(0)).hasAttribute("data-result", "failed");
        assertThat(tab.at("[data-result]")).hasCount(2);
        mark(0).click();
        tab.says("dossier", "failed: signal 9 (KILL)");
        assertThat(tab.of("requester")).hasText("127.0.0.1");
    }

    @Test
    void theDossierHasTheLastLinesOfItsRunInTheirColours() throws IOException, InterruptedException {
        run("bank", "echo first run");
        put(
                "bank",
                "{\"type\": \"once\", \"cmd\": \"printf '\\\\033[31mno route\\\\033[0m to the bank\\\\n'; exit 69\"}");
        again("bank");
        open("#/tasks/bank");
        tab.of("all-runs").click();
        tab.says("dossier", "bank:0 failed: code 69");
        tab.says("dossier", "is not started again, since it runs once");
        assertThat(tab.of("last-lines")).hasText("no route to the bank");
        assertThat(tab.of("last-lines").locator("span")).hasCSS("color", "rgb(255, 123, 114)");
        mark(0).click();
        assertThat(tab.of("last-lines")).hasText("first run");
    }

    @Test
    void theMarksAreReachedByArrowsAndTheChosenRunIsInTheAddress() throws IOException, InterruptedException {
        run("steps", "exit 1");
        for (int i = 0; i < 3; i++) {
            again("steps");
        }
        open("#/tasks/steps/history");
        assertThat(tab.at("[data-result]")).hasCount(4);
        assertThat(mark(3)).hasAttribute("aria-selected", "true");
        mark(3).focus();
        mark(3).press("ArrowLeft");
        assertThat(mark(2)).isFocused();
        assertThat(mark(2)).hasAttribute("aria-selected", "true");
        tab.says("dossier", "run " + mark(2).getAttribute("data-run"));
        mark(2).press("Home");
        assertThat(mark(0)).isFocused();
        assertThat(tab.page().url()).endsWith("/history?run=" + mark(0).getAttribute("data-run"));
        tab.page().reload();
        tab.live();
        assertThat(mark(0)).hasAttribute("aria-selected", "true");
    }

    @Test
    void theRunsOfATaskThatIsNoLongerListedAreStillShown() throws IOException, InterruptedException {
        run("gone", "exit 1");
        api("DELETE", "/tasks/gone", "");
        open("#/tasks/gone");
        tab.of("all-runs").click();
        tab.says("unlisted", "no longer listed");
        tab.says("dossier", "gone:0 failed: code 1");
    }

    @Test
    void filtersSelectRunsAndOlderOnesAreLoadedOnDemand() throws IOException, InterruptedException {
        put("many", """
                {"type": "daemon", "replica": 40, "cmd": "exit $((${replica} % 2))", "interval": 100}""");
        await().atMost(PATIENCE)
                .until(() -> api("GET", "/tasks/many/runs?limit=200", "")
                                .getJsonArray("runs")
                                .size()
                        == 200);
        api("POST", "/tasks/many/stop", "");
        open("#/tasks/many/history");
        assertThat(tab.at("[data-result]")).hasCount(100);
        String newest = mark(99).getAttribute("data-run");
        tab.click("older");
        assertThat(tab.at("[data-result]")).hasCount(200);
        assertThat(mark(199)).hasAttribute("data-run", String.valueOf(newest));
        tab.of("filter-result").selectOption("failed");
        tab.of("filter-replica").selectOption("1");
        assertThat(tab.at("[data-result]:not([data-result=failed])")).hasCount(0);
        assertThat(tab.at("[data-result=failed]").first()).isVisible();
        tab.says("dossier", "many:1");
        tab.of("filter-replica").selectOption("2");
        assertThat(tab.of("no-runs")).hasText("No run matches.");
    }

    @Test
    void onAPhoneTheStripScrollsInItsCardAndShowsTheNewestRun() throws IOException, InterruptedException {
        put("crowd", """
                {"type": "daemon", "replica": 20, "cmd": "exit 1", "interval": 100}""");
        await().atMost(PATIENCE)
                .until(() -> api("GET", "/tasks/crowd/runs?limit=60", "")
                                .getJsonArray("runs")
                                .size()
                        == 60);
        api("POST", "/tasks/crowd/stop", "");
        try (Tab phone = another(Screen.PHONE.inTheDark())) {
            phone.go(service.port(), "#/tasks/crowd/history");
            assertThat(phone.at("[data-result]").last()).isInViewport();
            assertThat(phone.page().evaluate("document.documentElement.scrollWidth - innerWidth"))
                    .isEqualTo(0);
            phone.calm();
        }
    }
}
