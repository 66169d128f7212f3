package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What happens while somebody is busy with the page, and must not get in the way. */
class MeanwhileIT extends OnThePage {
    private static final String DEAF = """
            {"type": "daemon", "stop": {"grace": "2s"}, "cmd": "trap '' TERM; echo deaf; while :; do sleep 0.1; done"}""";

    private void putDeaf() throws IOException, InterruptedException {
        put("deaf", DEAF);
        await().until(() ->
                Files.readString(directory.resolve("logs/deaf/0.log")).contains("deaf"));
    }

    @Test
    void aSlowSaveTakesNobodyAwayFromTheNextForm() throws IOException, InterruptedException {
        putDeaf();
        open("#/tasks/deaf/edit");
        tab.fill("field-cmd", "exec sleep 1000");
        tab.click("save");
        tab.click("new");
        tab.fill("field-name", "next");
        assertThat(tab.of("notice").last()).containsText("deaf: changed");
        assertThat(tab.of("field-name")).hasValue("next");
    }

    @Test
    void aSlowRemovalTakesNobodyAwayFromTheNextForm() throws IOException, InterruptedException {
        putDeaf();
        open("#/tasks/deaf");
        tab.click("remove");
        tab.click("remove-confirm");
        tab.page().keyboard().press("Escape");
        tab.click("new");
        tab.fill("field-name", "next");
        assertThat(tab.of("notice").last()).containsText("deaf: removed");
        assertThat(tab.of("field-name")).hasValue("next");
    }

    @Test
    void theDialogOfATaskThatIsGoneDoesNotComeBackWithATaskOfItsName() throws IOException, InterruptedException {
        put("gone", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        open("#/tasks/gone");
        tab.click("remove");
        assertThat(tab.of("remove-dialog")).isVisible();
        api("DELETE", "/tasks/gone", "");
        assertThat(tab.at("h1")).hasText("gone is not listed");
        put("gone", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        assertThat(tab.of("task-name")).hasText("gone");
        assertThat(tab.of("remove-dialog")).hasCount(0);
    }

    @Test
    void aSinglePressInARowEndsNothingAndAStopCanBeTakenBack() throws IOException, InterruptedException {
        put("web", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        open("");
        assertThat(tab.row("web")).hasAttribute("data-state", "running");
        long pid = pid("web", 0);
        for (String verb : new String[] {"Stop", "Restart"}) {
            tab.at("[aria-label='" + verb + " web']").click();
            assertThat(tab.at("[aria-label='" + verb + " web? Press again.']")).isFocused();
            tab.page().keyboard().press("Escape");
            assertThat(tab.at("[aria-label='" + verb + " web']")).isVisible();
        }
        Assertions.assertThat(pid("web", 0)).isEqualTo(pid);
        Assertions.assertThat(service.children()).contains(pid);

        tab.at("[aria-label='Stop web']").focus();
        tab.page().keyboard().press("Enter");
        tab.page().keyboard().press("Enter");
        assertThat(tab.row("web")).hasAttribute("data-state", "stopped");
        tab.click("undo");
        assertThat(tab.row("web")).hasAttribute("data-state", "running");
        assertThat(tab.of("notice").last()).containsText("web: started");
    }

    @Test
    void aRefusedSignalIsToldWhereItCanBeRead() throws IOException, InterruptedException {
        put("resting", """
                {"type": "cron", "cron": "0 0 1 1 *", "cmd": "true"}""");
        open("#/tasks/resting");
        tab.click("signal");
        tab.click("signal-send");
        assertThat(tab.of("signal-dialog")).hasCount(0);
        assertThat(tab.of("notice").last()).containsText("resting: ");
        tab.forgive(Pattern.compile("\\d+ for POST .*/signal"));
    }

    @Test
    void theFocusStaysWithARowThatTheTableMoves() throws IOException, InterruptedException {
        put("still", """
                {"type": "once", "cmd": "true"}""");
        put("flapping", """
                {"type": "once", "cmd": "true"}""");
        open("#/?sort=exit");
        assertThat(tab.row("flapping")).hasAttribute("data-state", "finished");
        assertThat(tab.row("still").locator("[data-row]")).hasAttribute("data-row", "0");
        tab.row("flapping").locator("[data-row]").focus();
        api("POST", "/tasks/still/start", "");
        assertThat(tab.row("still").locator("[data-row]")).hasAttribute("data-row", "1");
        assertThat(tab.row("flapping").locator("[data-row]")).isFocused();
        api("DELETE", "/tasks/flapping", "");
        assertThat(tab.row("still").locator("[data-row]")).isFocused();
    }

    @Test
    void theFocusStaysOnTheButtonThatStopsAndStarts() throws IOException, InterruptedException {
        put("web", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        open("");
        tab.at("[aria-label='Stop web']").focus();
        tab.page().keyboard().press("Enter");
        tab.page().keyboard().press("Enter");
        assertThat(tab.at("[aria-label='Start web']")).isFocused();
    }

    @Test
    void whatIsTypedFasterThanTheBrowserDrawsIsKept() throws IOException, InterruptedException {
        for (int i = 0; i < 40; i++) {
            put("web-" + i, """
                    {"type": "cron", "cron": "0 0 1 1 *", "cmd": "true"}""");
        }
        open("");
        tab.says("shown", "40 tasks");
        tab.slowDown(20);
        for (int i = 0; i < 5; i++) {
            tab.fill("search", "");
            tab.of("search").pressSequentially("web-39");
            tab.says("shown", "1 of 40 tasks");
            assertThat(tab.of("search")).hasValue("web-39");
        }
    }

    @Test
    void aDependencyThatIsAddedElsewhereIsDrawn() throws IOException, InterruptedException {
        put("db", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        put("web", """
                {"type": "cron", "cron": "0 0 1 1 *", "cmd": "true"}""");
        open("#/tasks/db");
        tab.click("tab-dependencies");
        assertThat(tab.at("[role=tabpanel]")).containsText("none waits for it");
        api("PATCH", "/tasks/web", """
                {"deps": ["db"]}""");
        assertThat(tab.at("[role=tabpanel]")).containsText("1 task waits for it");
    }

    @Test
    void theTimeUntilTheNextFireGoesOn() throws IOException, InterruptedException {
        put("often", """
                {"type": "cron", "cron": "* * * * *", "cmd": "true"}""");
        open("#/tasks/often");
        assertThat(tab.of("why")).hasText(Pattern.compile("next fire at [^,]+, in \\d+ s.*"));
        String before = tab.of("why").textContent();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> !tab.of("why").textContent().equals(before));
    }

    @Test
    void theScaleShowsWhatOthersHaveMadeOfItOnceOneHasLeftIt() throws IOException, InterruptedException {
        put("web", """
                {"type": "daemon", "replica": 2, "cmd": "exec sleep 1000"}""");
        open("#/tasks/web");
        tab.of("scale").press("End");
        tab.of("scale").press("Backspace");
        tab.of("scale").press("2");
        tab.of("scale").press("Tab");
        api("PATCH", "/tasks/web", """
                {"replica": 4}""");
        assertThat(tab.of("scale")).hasValue("4");
        tab.of("scale").press("9");
        tab.of("scale").press("Escape");
        assertThat(tab.of("scale")).hasValue("4");
    }
}
