package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Pattern;
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
        tab.says("output", "scroll up for earlier output");
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

    private void putLong() throws IOException, InterruptedException {
        put("long", """
                {"type": "daemon", "cmd": "seq -f 'line %.0f of many, which are about as long as those of a service' 20000; exec sleep 1000"}""");
        await().until(() ->
                Files.readString(directory.resolve("logs/long/0.log")).contains("line 20000 of"));
        open("#/tasks/long");
        tab.says("output", "line 20000 of");
    }

    @Test
    void theWholeOutputIsSearchedAndTheFirstHitIsShownAtOnceAndEachOtherByAKey()
            throws IOException, InterruptedException {
        putLong();
        assertThat(tab.of("output")).not().containsText("line 1777 of");
        tab.fill("output-search", "LINE 1777");
        // 1777 and 17770 to 17779.
        tab.says("hits", "1 of 11");
        assertThat(tab.of("output").locator(".here")).hasText(Pattern.compile("line 1777 of .*"));
        assertThat(tab.of("output").locator(".here")).isInViewport();
        assertThat(tab.of("output").locator(".here mark")).hasText("line 1777");
        assertThat(tab.of("follow")).hasText("Follow");
        assertThat(tab.of("output-search")).isFocused();
        tab.of("output-search").press("Enter");
        tab.says("hits", "2 of 11");
        assertThat(tab.of("output").locator(".here")).hasText(Pattern.compile("line 17770 of .*"));
        tab.of("output-search").press("Shift+Enter");
        tab.says("hits", "1 of 11");
        tab.click("hit-before");
        tab.says("hits", "11 of 11");
        assertThat(tab.of("output").locator(".here")).hasText(Pattern.compile("line 17779 of .*"));
        tab.click("follow");
        tab.says("output", "line 20000 of");
        assertThat(shown()).isLessThan(1_000_000);
    }

    @Test
    void aHitThatIsSeenAlreadyKeepsTheOutputFollowing() throws IOException, InterruptedException {
        putLong();
        tab.fill("output-search", "line 19999");
        tab.says("hits", "1 line");
        assertThat(tab.of("output").locator("mark")).isInViewport();
        assertThat(tab.of("follow")).hasText("Pause");
        tab.of("output-search").press("Enter");
        tab.says("hits", "1 of 1");
    }

    @Test
    void theStartOfALongOutputIsReachedByScrollingUp() throws IOException, InterruptedException {
        putLong();
        tab.of("output").focus();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            tab.of("output").press("Home");
            return tab.of("output").locator(".line").first().textContent().startsWith("line 1 of");
        });
        // What is far below was given up for it, and comes back.
        assertThat(tab.of("output").locator(".line").count()).isLessThan(11_000);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            tab.of("output").press("End");
            return tab.of("output").locator(".line").last().textContent().startsWith("line 20000 of");
        });
        assertThat(tab.of("output").locator(".line").count()).isLessThan(11_000);
    }

    @Test
    void whatIsWrittenAfterTheSearchBeganIsFoundAsWell() throws IOException, InterruptedException {
        put("later", """
                {"type": "daemon", "cmd": "echo sought; while [ ! -e go ]; do sleep 0.1; done; echo sought again; exec sleep 1000", "cwd": "%s"}""".formatted(directory));
        open("#/tasks/later");
        tab.says("output", "sought");
        tab.fill("output-search", "sought");
        tab.says("hits", "1 line");
        Files.createFile(directory.resolve("go"));
        tab.says("hits", "2 lines");
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
