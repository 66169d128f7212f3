package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Text that would be something else if the page took it for more than text. The bad end of each is that {@code window.taken} is set. */
class HostileTextIT extends OnThePage {
    private static final List<String> TEXTS = List.of(
            "<img src=x onerror=window.taken=1>",
            "<script>window.taken=1</script>",
            "\"><svg onload=window.taken=1>",
            "'-window.taken=1-'",
            "javascript:window.taken=1",
            "</code></pre></textarea></title><iframe src=javascript:parent.taken=1>",
            "{{constructor.constructor('window.taken=1')()}} ${window.taken=1}",
            "\u202egnp.exe\u2066 <b>",
            "<style>*{display:none}</style>",
            "<meta http-equiv=refresh content=0;url=//example.invalid>");

    @AfterEach
    void nothingWasTaken() {
        assertThat(tab.page().evaluate("window.taken")).isNull();
        assertThat(tab.at("body iframe, body script, body img, body style")).hasCount(0);
    }

    private static JsonObject hostile(String text, Path directory) throws IOException {
        // What a file can be called depends on the locale.
        Path folder = Files.createDirectories(directory.resolve("in/" + text.replaceAll("[^ -~]|/", "_")));
        Path input = Files.writeString(folder.resolve("input"), text);
        return new JsonObject()
                .put("type", "once")
                .put(
                        "args",
                        new JsonArray()
                                .add("sh")
                                .add("-c")
                                .add("printf '%s\\n' \"$1\" \"$TEXT\" >&2; exit 3")
                                .add("sh")
                                .add(text))
                .put("env", new JsonObject().put("TEXT", text))
                .put("cwd", folder.toString())
                .put("stdin", input.toString());
    }

    @Test
    void itIsTextInEveryViewOfATask() throws IOException, InterruptedException {
        for (int i = 0; i < TEXTS.size(); i++) {
            put("hostile-" + i, hostile(TEXTS.get(i), directory).encode());
        }
        open("");
        assertThat(tab.at("[data-task][data-state=failed]")).hasCount(TEXTS.size());
        for (int i = 0; i < TEXTS.size(); i++) {
            open("#/tasks/hostile-" + i);
            assertThat(tab.of("output").locator(".line")).hasCount(2);
            tab.says("history", "code 3");
            tab.click("tab-definition");
            String seen = tab.of("as-text").textContent();
            assertThat(seen).doesNotContain("\u202e").contains("exit 3");
            open("#/tasks/hostile-" + i + "/edit");
            tab.says("as-text", "exit 3");
            nothingWasTaken();
        }
    }

    @Test
    void itIsTextInAnOutputWhateverATerminalWouldMakeOfIt() throws IOException, InterruptedException {
        Path told = directory.resolve("told");
        Files.writeString(
                told,
                String.join("\n", TEXTS)
                        + "\n\033]8;;javascript:window.taken=1\033\\link\033]8;;\033\\"
                        + "\n\033]0;title\007\033[31;url(javascript:window.taken=1)mcolour\033[0m"
                        + "\n\033[38;2;999;-1;1e9mwide\033[38;5;4;x:y;}mbroken\033[2J\033[H\033c"
                        + "\n\033[38;2;<img src=x onerror=window.taken=1>m"
                        + "\n" + "\033[1m".repeat(5_000) + "deep"
                        + "\n\u0000\u0001\n");
        // No UTF-8 at all.
        Files.write(told, new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xc3, '\n'}, StandardOpenOption.APPEND);
        put(
                "teller",
                new JsonObject().put("type", "once").put("cmd", "cat " + told).encode());
        open("#/tasks/teller");
        for (String text : TEXTS) {
            if (!text.contains("\u202e")) {
                tab.says("output", text);
            }
        }
        tab.says("output", "link");
        tab.says("output", "deep");
        assertThat(tab.of("output").locator("a, img, script, svg, style")).hasCount(0);
        assertThat(tab.of("output").locator("[style*=url]")).hasCount(0);
        assertThat(tab.page()).hasTitle(Pattern.compile("teller – Meproc"));
        tab.fill("output-search", "<img");
        assertThat(tab.of("output").locator("mark").first()).hasText("<img");
    }

    @Test
    void lettersThatNeedJoinersEmojiAndIconsAreShownAndOnlyWhatMisleadsIsSpelledOut()
            throws IOException, InterruptedException {
        String family = "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67";
        String flag = "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f";
        String persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645";
        String icon = "\ue0b0 \udb80\udc01";
        Path told = directory.resolve("letters");
        Files.writeString(
                told,
                family + "\n" + flag + "\n" + persian + "\n" + icon
                        + "\nr\u200dm a\u202eb c\u200bd e\u0085f \udb40\udc67\n");
        put(
                "letters",
                new JsonObject().put("type", "once").put("cmd", "cat " + told).encode());
        open("#/tasks/letters");
        for (String text : List.of(family, flag, persian, icon)) {
            tab.says("output", text);
        }
        tab.says("output", "r\\u{200d}m a\\u{202e}b c\\u{200b}d e\\u{85}f \\u{e0067}");
    }

    @Test
    void itIsTextInEveryFieldOfTheFormAndInWhatTheServiceSaysOfIt() {
        open("#/new");
        tab.of("type-cron").check();
        for (Locator folded : tab.at("summary").all()) {
            folded.click();
        }
        tab.click("env-add");
        for (String text : TEXTS) {
            for (Locator field : tab.at("form input:not([type=radio]):not([type=number]), form textarea")
                    .all()) {
                field.fill(text);
                field.press("Tab");
            }
            assertThat(tab.at("#field-name-problem")).isVisible();
            assertThat(tab.of("cron-trouble")).isVisible();
            tab.click("as-curl");
            tab.says("as-text", "curl -X PUT");
            tab.click("as-json");
        }
        assertThat(tab.at(".problem:not(:empty)").all()).hasSizeGreaterThan(5);
        tab.click("save");
        assertThat(tab.of("form-trouble")).isVisible();
        tab.forgive(Pattern.compile("400 for PUT .*"));
    }

    @Test
    void itIsTextInTheAddress() {
        for (String text : TEXTS) {
            for (String place : List.of("#/tasks/", "#/tasks/x/edit?", "#/?q=", "#/?state=", "#/?sort=", "#")) {
                open(place + URLEncoder.encode(text, UTF_8));
                nothingWasTaken();
            }
        }
    }

    @Test
    void noScriptButThePagesOwnWouldRun() throws IOException, InterruptedException {
        Map<String, List<String>> headers =
                service.call("GET", "/", "").headers().map();
        assertThat(headers.get("content-security-policy").get(0))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe-eval");
        open("");
        tab.page()
                .evaluate(
                        "document.head.append(Object.assign(document.createElement('script'), { text: 'window.taken=1' }))");
        tab.page().evaluate("document.body.setAttribute('onclick', 'window.taken=1'); document.body.click()");
        tab.page().waitForCondition(tab::troubled);
        nothingWasTaken();
        tab.forgive(Pattern.compile("(?s)error: .*(Content Security Policy|against the policy).*"));
    }
}
