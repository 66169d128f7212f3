package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an operator sees first of a task. */
class TaskPageIT extends OnThePage {
    private static final String LONG = "import-the-whole-catalogue-of-suppliers";

    private void steady(String name, String more) throws IOException, InterruptedException {
        put(name, "{\"type\": \"daemon\", \"cmd\": \"echo ready; exec sleep 1000\"%s}".formatted(more));
    }

    private BoundingBox box(String testId) {
        return tab.of(testId).boundingBox();
    }

    @Test
    void aSuccessThatDidNotComeInTimeIsShown() throws IOException, InterruptedException {
        put("backup", """
                {"type": "once", "cmd": "exit 3", "expect": "success within 1s"}""");
        open("#/tasks/backup");
        assertThat(tab.of("expectation")).hasAttribute("data-state", "stale");
        assertThat(tab.of("expectation")).containsText("stale since");
        tab.says("why", "stale: a success was expected until");
    }

    @Test
    void theOutputIsSeenInFullWithoutScrollingWhateverIsKnownBesideIt() throws IOException, InterruptedException {
        steady("web", ", \"replica\": 4");
        open("#/tasks/web");
        tab.says("output", "ready");
        tab.says("why", "4 of 4 replicas run");
        BoundingBox output = box("output");
        assertThat(output.y + output.height).isLessThan(Screen.LIGHT.height());
        assertThat(output.height).isGreaterThan(400);
        assertThat(tab.of("why")).isInViewport();
        assertThat(tab.replica(3)).isInViewport();
    }

    @Test
    void onAPhoneTheReasonComesFirstAndNoButtonMovesWhileADaemonCrashes() throws IOException, InterruptedException {
        put("web", """
                {"type": "daemon", "cmd": "echo ready; sleep 0.4; exit 3", "interval": 400}""");
        try (Tab phone = another(Screen.PHONE)) {
            phone.go(service.port(), "#/tasks/web");
            phone.says("why", "failing");
            assertThat(phone.of("why")).isInViewport();
            BoundingBox output = phone.of("output").boundingBox();
            BoundingBox why = phone.of("why").boundingBox();
            assertThat(why.y + why.height).isLessThan(output.y);
            assertThat(output.y).isLessThan(Screen.PHONE.height() - 100);
            assertThat(output.height).isGreaterThan(300);
            for (String state : List.of("backing off", "running", "backing off")) {
                assertThat(phone.at(".heading .state")).hasText(state);
                assertThat(phone.of("reset")).isVisible();
            }
        }
    }

    @Test
    void theHistoryTheDependenciesAndTheDefinitionAreReachedByArrows() throws IOException, InterruptedException {
        steady("web", "");
        open("#/tasks/web");
        tab.says("history", "started");
        tab.of("tab-history").focus();
        tab.of("tab-history").press("ArrowRight");
        assertThat(tab.of("tab-dependencies")).isFocused();
        assertThat(tab.at("[role=tabpanel]")).containsText("waits for no other task");
        tab.of("tab-dependencies").press("ArrowRight");
        tab.says("as-text", "echo ready");
        assertThat(tab.of("history")).hasCount(0);
    }

    @Test
    void theEndOfARunInTheHistoryLeadsToItsOutput() throws IOException, InterruptedException {
        put("web", """
                {"type": "once", "cmd": "echo what went wrong; exit 3"}""");
        open("#/tasks/web");
        tab.says("history", "code 3");
        assertThat(tab.of("run-output")).hasCount(1);
        String address = tab.of("run-output").getAttribute("href");
        assertThat(tab.of("run-output")).hasText("output");
        assertThat(tab.page().evaluate("async address => (await fetch(address)).text()", address))
                .isEqualTo("what went wrong\n");
    }

    @Test
    void thePictureOfDependenciesShowsTheTaskItselfAndSaysWhereANameIsCut() throws IOException, InterruptedException {
        steady("a", "");
        steady("b", ", \"deps\": [\"a\"]");
        steady("c", ", \"deps\": [\"b\"]");
        steady(LONG, ", \"deps\": [\"c\"]");
        open("#/tasks/" + LONG);
        tab.click("tab-dependencies");
        assertThat(tab.at("a.node")).hasCount(4);
        BoundingBox self = tab.at("a.self").boundingBox();
        BoundingBox picture = tab.at(".graph").boundingBox();
        assertThat(self.x).isGreaterThanOrEqualTo(picture.x);
        assertThat(self.x + self.width).isLessThanOrEqualTo(picture.x + picture.width);
        assertThat(tab.at("a.self b")).hasCSS("text-overflow", "ellipsis");
        assertThat(tab.at("a.self [title]")).hasAttribute("title", LONG);
    }

    @Test
    void aLongCommandTakesOneLineUntilItIsUnfolded() throws IOException, InterruptedException {
        put("long", """
                {"type": "daemon", "args": ["sh", "-c", "%s exec sleep 1000"]}""".formatted("true first second third; ".repeat(40)));
        open("#/tasks/long");
        assertThat(box("command").height).isLessThan(40);
        tab.of("command").locator("summary").click();
        assertThat(tab.of("command").locator("pre")).isVisible();
        assertThat(box("command").height).isGreaterThan(80);
    }

    @Test
    void theReasonWhyAReplicaRestsStandsInItsRow() throws IOException, InterruptedException {
        put("done", """
                {"type": "once", "cmd": "exit 42"}""");
        open("#/tasks/done");
        assertThat(tab.replica(0).locator(".exit")).hasText("code 42");
        BoundingBox reason = tab.replica(0).locator(".exit").boundingBox();
        assertThat(reason.width).isGreaterThan(150);
    }

    @Test
    void aTaskThatKeepsEndingShowsItsRestartsAndTheAgeOfItsProcess() throws IOException, InterruptedException {
        put("flapping", """
                {"type": "daemon", "cmd": "sleep 0.3; exit 1", "interval": 100}""");
        put("done", """
                {"type": "once", "cmd": "true"}""");
        open("");
        assertThat(tab.row("flapping").locator(".since")).containsText(Pattern.compile("[2-9] restarts"));
        assertThat(tab.row("flapping").locator(".exit .bad-text")).hasText("code 1");
        open("#/tasks/flapping");
        assertThat(tab.at(".facts")).containsText("Process started");
        open("#/tasks/done");
        assertThat(tab.at(".facts")).containsText(Pattern.compile("code 0, \\d+ s ago"));
    }

    @Test
    void aTaskThatBacksOffShowsNoFiguresOfTheProcessThatEnded() throws IOException, InterruptedException {
        put("flapping", """
                {"type": "daemon", "cmd": "while [ ! -e go ]; do sleep 0.1; done; exit 3", "cwd": "%s", "interval": 60000}""".formatted(directory));
        open("");
        // The figures that come every 2 s show the process once, and are kept from coming again.
        assertThat(tab.row("flapping").locator(".memory .figure")).isVisible();
        tab.page().evaluate("import('./app/store.js').then(({ store }) => { store.metrics = () => {}; })");
        Files.createFile(directory.resolve("go"));
        assertThat(tab.row("flapping")).hasAttribute("data-state", "backing off");
        assertThat(tab.row("flapping").locator(".figure")).hasCount(0);
        tab.row("flapping").locator("[data-row]").click();
        assertThat(tab.at(".facts .figure")).hasCount(0);
        assertThat(tab.at(".facts")).containsText("none");
        assertThat(tab.replica(0).locator(".memory")).hasText("–");
    }

    @Test
    void onAPhoneATaskInACrashLoopShowsItsLastExitAlsoWhileItRuns() throws IOException, InterruptedException {
        put("flapping", """
                {"type": "daemon", "cmd": "[ ! -e again ] || sleep 8; touch again; exit 7", "cwd": "%s", "interval": 1000}""".formatted(directory));
        try (Tab phone = another(new Screen(390, 844, Screen.LIGHT.scheme()))) {
            phone.go(service.port(), "");
            // With figures at hand, which a task without trouble shows in this place.
            Locator running = phone.at("[data-task=flapping][data-state=running]:has(.memory .figure)");
            assertThat(running.locator(".exit .bad-text")).isVisible();
            assertThat(phone.row("flapping").locator(".exit .bad-text")).hasText("code 7");
            assertThat(phone.row("flapping").locator(".memory")).isHidden();
        }
    }

    @Test
    void aWindowEnlargedToTwiceTheSizeStillShowsRowsBelowTheHeader() throws IOException, InterruptedException {
        for (int i = 0; i < 6; i++) {
            steady("t" + i, "");
        }
        try (Tab enlarged = another(new Screen(640, 400, Screen.LIGHT.scheme()))) {
            enlarged.go(service.port(), "");
            assertThat(enlarged.row("t1").locator(".act")).isInViewport();
            BoundingBox second = enlarged.row("t1").boundingBox();
            assertThat(second.y + second.height).isLessThanOrEqualTo(400);
        }
    }
}
