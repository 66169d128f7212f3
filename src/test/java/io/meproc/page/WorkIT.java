package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What an operator does with tasks that are there. */
class WorkIT extends OnThePage {
    @Test
    void anOutputIsColouredSearchedPausedAndSaved() throws IOException, InterruptedException {
        put("talker", """
                {"type": "daemon", "cmd": "printf '\\\\033[1;31mred\\\\033[0m and <b>plain</b>\\\\n'; while :; do if [ -e go ]; then echo later; rm go; fi; sleep 0.1; done",
                 "cwd": "%s"}""".formatted(directory));
        open("#/tasks/talker");
        tab.says("output", "red and <b>plain</b>");
        Locator red = tab.of("output").locator("span").getByText("red", new Locator.GetByTextOptions().setExact(true));
        assertThat(red).hasCSS("font-weight", Pattern.compile("[67]00"));
        assertThat(red).not().hasCSS("color", colourOf("output"));
        assertThat(tab.of("output").locator("b")).hasCount(0);

        tab.fill("output-search", "PLAIN");
        assertThat(tab.of("output").locator("mark")).hasText("plain");
        tab.fill("output-search", "");

        tab.click("follow");
        assertThat(tab.of("follow")).hasText("Follow");
        Files.createFile(directory.resolve("go"));
        await().until(() ->
                Files.readString(directory.resolve("logs/talker/0.log")).contains("later"));
        assertThat(tab.of("output")).not().containsText("later");
        tab.click("follow");
        tab.says("output", "later");

        tab.click("wrap");
        assertThat(tab.of("output")).not().hasClass(Pattern.compile(".*wrap.*"));

        Download saved = tab.page().waitForDownload(() -> tab.click("download"));
        assertThat(saved.suggestedFilename()).isEqualTo("talker-0.log");
        assertThat(Files.readString(saved.path())).isEqualTo(Files.readString(directory.resolve("logs/talker/0.log")));
    }

    private String colourOf(String testId) {
        return (String) tab.of(testId).evaluate("element => getComputedStyle(element).color");
    }

    @Test
    void aSignalReachesTheReplicaThatOneChooses() throws IOException, InterruptedException {
        put("listener", """
                {"type": "daemon", "replica": 2, "cmd": "trap 'echo heard' USR1; echo ready; while :; do sleep 0.1; done"}""");
        open("#/tasks/listener");
        tab.says("output", "ready");
        assertThat(tab.at("[data-replica][data-state=running]")).hasCount(2);
        await().until(() ->
                Files.readString(directory.resolve("logs/listener/1.log")).contains("ready"));
        tab.at("[aria-label='Signal listener:1']").click();
        tab.says("signal-dialog", "Send a signal to listener:1");
        tab.of("signal-name").selectOption("USR1");
        tab.click("signal-send");
        assertThat(tab.of("notice").last()).containsText("listener:1: signalled");
        tab.fill("output-replica", "1");
        tab.of("output-replica").press("Tab");
        tab.says("output", "heard");
        assertThat(Files.readString(directory.resolve("logs/listener/0.log"))).doesNotContain("heard");
    }

    @Test
    void theEndOfAProcessIsToldInWordsWhereverItIsSeen() throws IOException, InterruptedException {
        put("job", """
                {"type": "once", "cmd": "echo no >&2; exit 3"}""");
        open("");
        assertThat(tab.row("job")).hasAttribute("data-state", "failed");
        assertThat(tab.row("job")).containsText("code 3");
        assertThat(tab.of("count-failed")).containsText("1 failed");
        assertThat(tab.page()).hasTitle("(1 failed) Tasks – Meproc");
        tab.row("job").locator("[data-row]").click();
        tab.says("history", "exit: code 3");
        tab.says("output", "no");
        tab.click("start");
        assertThat(tab.of("history").locator("li")).not().hasCount(0);
        assertThat(tab.of("notice").last()).containsText("job: started");
    }

    @Test
    void whatWaitsAndWhatItWaitsForAreDrawnAndLinked() throws IOException, InterruptedException {
        put("db", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        put("migrate", """
                {"type": "once", "cmd": "true", "deps": ["db"]}""");
        put("web", """
                {"type": "daemon", "cmd": "exec sleep 1000", "deps": ["migrate"]}""");
        open("#/tasks/migrate");
        tab.click("tab-dependencies");
        assertThat(tab.of("graph").locator("a.node")).hasCount(3);
        assertThat(tab.of("graph").locator("path.edge")).hasCount(2);
        tab.says("why", "db:0");
        tab.of("graph").locator("[aria-label^='db ']").click();
        assertThat(tab.of("task-name")).hasText("db");
        tab.click("stop");
        tab.at(".back").click();
        assertThat(tab.row("migrate")).hasAttribute("data-state", "finished");
        assertThat(tab.row("web")).hasAttribute("data-state", "running");
    }

    @Test
    void theTableIsSearchedFilteredSortedAndCounted() throws IOException, InterruptedException {
        for (int i = 0; i < 6; i++) {
            put("idle-" + i, """
                    {"type": "cron", "cron": "0 0 1 1 *", "cmd": "echo %d"}""".formatted(i));
        }
        put("busy", """
                {"type": "daemon", "replica": 3, "cmd": "exec sleep 1000"}""");
        open("");
        tab.says("shown", "7 tasks");
        assertThat(tab.of("count-running")).containsText("1 running");
        tab.fill("search", "idle-");
        tab.says("shown", "6 of 7 tasks");
        assertThat(tab.page()).hasURL(Pattern.compile(".*#/\\?q=idle-"));
        tab.fill("search", "echo 4");
        assertThat(tab.at("[data-task]")).hasCount(1);
        tab.of("search").press("Escape");
        tab.of("filter-type").selectOption("daemon");
        assertThat(tab.at("[data-task]")).hasCount(1);
        tab.of("filter-type").selectOption("");
        tab.click("sort-replicas");
        assertThat(tab.at("[data-task]").first()).hasAttribute("data-task", "busy");
        tab.click("sort-name");
        tab.click("sort-name");
        assertThat(tab.at("[data-task]").first()).hasAttribute("data-task", "idle-5");
        tab.click("count-running");
        assertThat(tab.at("[data-task]")).hasCount(1);
        tab.at("[aria-label='Stop busy']").click();
        tab.at("[aria-label='Stop busy? Press again.']").click();
        assertThat(tab.at("[data-task]")).hasCount(0);
        tab.at("text=Show all").click();
        assertThat(tab.row("busy")).hasAttribute("data-state", "stopped");
    }

    @Test
    void whatOthersChangeIsSeenAtOnceByWhoeverLooks() throws IOException, InterruptedException {
        open("");
        tab.says("empty", "No tasks yet");
        put("theirs", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        assertThat(tab.row("theirs")).hasAttribute("data-state", "running");
        tab.row("theirs").locator("[data-row]").click();
        api("PATCH", "/tasks/theirs", "{\"replica\": 4}");
        assertThat(tab.at("[data-replica][data-state=running]")).hasCount(4);
        api("DELETE", "/tasks/theirs", "");
        assertThat(tab.at("h1")).hasText("theirs is not listed");
    }
}
