package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything by the keyboard alone. Nothing here clicks, fills or focuses by other means than keys. */
class KeyboardIT extends OnThePage {
    private static final int MOST_STOPS = 120;

    /** What has the focus, and whether one sees that it has. */
    private static final String FOCUSED = """
            () => {
              const at = document.activeElement;
              const { outlineStyle, outlineWidth } = getComputedStyle(at);
              const box = at.getBoundingClientRect();
              if (at !== document.body && at.id !== "content" && (outlineStyle === "none" || outlineWidth === "0px" || box.width * box.height === 0) && !at.closest(".graph"))
                return "unseen: " + at.outerHTML;
              return [at.dataset.testid, at.getAttribute("aria-label"), at.textContent.trim()].filter(Boolean).join("|");
            }""";

    private String focused() {
        String focused = (String) tab.page().evaluate(FOCUSED);
        assertThat(focused).doesNotStartWith("unseen");
        return focused;
    }

    private void press(String... keys) {
        for (String key : keys) {
            tab.page().keyboard().press(key);
        }
    }

    private void type(String text) {
        tab.page().keyboard().type(text);
    }

    /** Goes on by Tab until something has the focus that has this test id, label or text. */
    private void tabTo(String wanted) {
        for (int stops = 0; stops < MOST_STOPS; stops++) {
            if (List.of(focused().split("\\|")).contains(wanted)) {
                return;
            }
            press("Tab");
        }
        throw new AssertionError("the keyboard does not get to " + wanted + "; it is at " + focused());
    }

    @Test
    void aTaskIsMadeWatchedChangedAndRemovedByKeysAlone() throws IOException, InterruptedException {
        open("");
        assertThat(tab.of("empty")).isVisible();
        press("Tab");
        assertThat(focused()).isEqualTo("Skip to the content");
        tabTo("new");
        press("Enter");
        assertThat(tab.of("field-name")).isVisible();
        tabTo("field-name");
        type("keys");
        tabTo("field-cmd");
        type("echo typed; exec sleep 1000");
        tabTo("type-daemon");
        press("ArrowDown", "ArrowUp");
        assertThat(tab.of("type-daemon")).isChecked();
        tabTo("field-deps");
        press("Escape");
        tabToPart("Environment and account");
        press("Enter");
        tabTo("env-add");
        press("Enter");
        tabTo("env-name-0");
        type("KEY");
        press("Tab");
        type("value");
        press("Enter");
        tabTo("save");
        press("Enter");
        assertThat(tab.of("task-name")).hasText("keys");
        tab.says("output", "typed");
        assertThat(tab.replica(0)).hasAttribute("data-state", "running");
        long before = pid("keys", 0);

        tabTo("restart");
        press("Space");
        assertThat(tab.replica(0).locator(".pid")).not().hasText(Long.toString(before));
        tabTo("signal");
        press("Enter");
        assertThat(tab.of("signal-dialog")).isVisible();
        tabTo("signal-name");
        press("Escape");
        assertThat(tab.of("signal-dialog")).hasCount(0);
        assertThat(focused()).startsWith("signal");

        tabTo("scale-up");
        press("Enter");
        assertThat(tab.at("[data-replica][data-state=running]")).hasCount(2);
        tabTo("edit");
        press("Enter");
        assertThat(tab.of("field-replica")).isVisible();
        tabTo("field-replica");
        press("Control+a");
        type("1");
        tabTo("save");
        press("Enter");
        assertThat(tab.of("task-name")).hasText("keys");
        assertThat(tab.at("[data-replica][data-state=running]")).hasCount(1);

        tabTo("stop");
        press("Enter");
        assertThat(tab.replica(0)).hasAttribute("data-state", "stopped");
        tabTo("remove");
        press("Enter");
        assertThat(tab.of("remove-dialog")).isVisible();
        assertThat(focused()).startsWith("remove-cancel");
        tabTo("remove-confirm");
        press("Enter");
        assertThat(tab.of("empty")).isVisible();
    }

    private void tabToPart(String title) {
        for (int stops = 0; stops < MOST_STOPS && !focused().startsWith(title); stops++) {
            press("Tab");
        }
        assertThat(focused()).startsWith(title);
    }

    @Test
    void theTableIsWalkedByArrowsAndSearchedByASlash() throws IOException, InterruptedException {
        for (int i = 100; i < 300; i++) {
            put("t" + i, """
                    {"type": "cron", "cron": "0 0 1 1 *", "cmd": "true"}""");
        }
        open("");
        tab.says("shown", "200 tasks");
        tabTo("t100");
        press("ArrowDown", "ArrowDown");
        assertThat(focused()).isEqualTo("t102");
        press("End");
        assertThat(focused()).isEqualTo("t299");
        press("PageUp");
        assertThat(focused()).isEqualTo("t289");
        press("Home");
        assertThat(focused()).isEqualTo("t100");
        press("/");
        assertThat(tab.of("search")).isFocused();
        type("t25");
        tab.says("shown", "10 of 200 tasks");
        tabTo("t250");
        press("Enter");
        assertThat(tab.of("task-name")).hasText("t250");
    }
}
