package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The output of a replica, however much of it there is. */
class OutputIT extends OnThePage {
    private static final long MANY = 20_000_000;

    @Test
    void anOutputWithoutEndsOfLinesStaysSmallInThePage() throws IOException, InterruptedException {
        put("endless", """
                {"type": "daemon", "cmd": "head -c %d /dev/zero | tr '\\\\0' x; echo; echo over; exec sleep 1000"}""".formatted(MANY));
        open("#/tasks/endless");
        tab.says("output", "over");
        await().until(() -> Files.size(directory.resolve("logs/endless/0.log")) > MANY);
        tab.page().reload();
        tab.live();
        tab.says("output", "over");
        assertThat(shown()).isLessThan(100_000);
    }

    @Test
    void anOutputThatIsFarAheadIsShownAtItsEnd() throws IOException, InterruptedException {
        put("fast", """
                {"type": "daemon", "cmd": "echo first; while [ ! -e go ]; do sleep 0.05; done; seq 3000000; echo over; exec sleep 1000", "cwd": "%s"}""".formatted(directory));
        open("#/tasks/fast");
        tab.says("output", "first");
        tab.click("follow");
        Files.createFile(directory.resolve("go"));
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        Files.readString(directory.resolve("logs/fast/0.log")).endsWith("over\n"));
        tab.click("follow");
        tab.says("output", "over");
        tab.says("output", "what came before is in the download");
        assertThat(tab.of("output")).not().containsText("first");
        assertThat(shown()).isLessThan(200_000);
    }

    private int shown() {
        return (int) tab.of("output").evaluate("element => element.textContent.length");
    }

    @Test
    void whoScrollsBackByKeyboardIsLeftThere() throws IOException, InterruptedException {
        put("steady", """
                {"type": "daemon", "cmd": "seq 500; while :; do echo more; sleep 0.1; done"}""");
        open("#/tasks/steady");
        tab.says("output", "more");
        assertThat(tab.of("follow")).hasText("Pause");
        tab.of("output").focus();
        tab.of("output").press("PageUp");
        assertThat(tab.of("follow")).hasText("Follow");
        awaitStandstill();
        tab.click("follow");
        assertThat(tab.of("follow")).hasText("Pause");
        await().during(Duration.ofSeconds(2))
                .until(() -> tab.of("follow").textContent().equals("Pause"));
    }

    /** A key scrolls over several frames, and goes on to do so for a moment. */
    private void awaitStandstill() {
        tab.of("output").evaluate("""
                async (element) => {
                  let was;
                  do {
                    was = element.scrollTop;
                    await new Promise((go) => setTimeout(go, 100));
                  } while (was !== element.scrollTop);
                }""");
    }

    @Test
    void anotherReplicaIsShownWithTheSameSettings() throws IOException, InterruptedException {
        put("two", """
                {"type": "daemon", "replica": 2, "args": ["sh", "-c", "echo I am $MEPROC_REPLICA_INDEX; exec sleep 1000"]}""");
        open("#/tasks/two");
        tab.says("output", "I am 0");
        tab.click("wrap");
        tab.fill("output-search", "am");
        tab.of("output-replica").focus();
        tab.of("output-replica").press("ArrowUp");
        tab.says("output", "I am 1");
        assertThat(tab.of("output-replica")).isFocused();
        assertThat(tab.of("wrap")).hasAttribute("aria-pressed", "false");
        assertThat(tab.of("output").locator("mark")).hasText("am");
    }
}
