package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A task's life from the first look at an empty page to its end, by the page alone. */
class LifeIT extends OnThePage {
    @Test
    void aTaskIsCreatedSeenChangedAndRemovedWithoutAReload() throws IOException, InterruptedException {
        AtomicInteger loads = new AtomicInteger();
        tab.page().onLoad(page -> loads.incrementAndGet());
        open("");
        tab.says("empty", "No tasks yet");

        create();
        String first = runs();
        follows();
        edit(first);
        scale();
        restart();
        stop();
        remove();
        assertThat(loads).hasValue(1);
    }

    @Test
    void aScheduledTaskRunsAtThePressOfAButtonAndASecondOneChangesNothing() throws IOException, InterruptedException {
        put("nightly", """
                {"type": "cron", "cron": "0 0 1 1 *", "cmd": "exec sleep 1000"}""");
        open("");

        tab.at("[aria-label='Run nightly now']").click();
        assertThat(tab.of("notice").last()).containsText("nightly: started");
        assertThat(tab.at("[aria-label='Run nightly now']")).hasCount(0);
        open("#/tasks/nightly");
        assertThat(tab.replica(0)).hasAttribute("data-state", "running");
        tab.click("run");
        assertThat(tab.of("notice").last()).containsText("overlap");
        tab.forgive(Pattern.compile("409 for POST .*"));
    }

    private void create() {
        tab.click("new");
        tab.fill("field-name", "ticker");
        tab.fill("field-cmd", "i=0; while :; do i=$((i+1)); echo \"tick $i\"; sleep 0.2; done");
        tab.click("save");
        assertThat(tab.of("task-name")).hasText("ticker");
    }

    private String runs() throws IOException, InterruptedException {
        assertThat(tab.replica(0)).hasAttribute("data-state", "running");
        String pid = tab.replica(0).locator(".pid").textContent();
        assertThat(service.children()).contains(Long.parseLong(pid));
        assertThat(pid("ticker", 0)).isEqualTo(Long.parseLong(pid));
        // Measured every 2 s.
        assertThat(tab.replica(0).locator(".memory")).containsText(Pattern.compile("\\d (kB|MB)"));
        return pid;
    }

    private void follows() {
        tab.says("output", "tick 1\n".strip());
        tab.says("output", "tick 12");
    }

    private void edit(String before) {
        tab.click("edit");
        tab.fill("field-cmd", "echo changed; exec sleep 1000");
        tab.click("save");
        assertThat(tab.of("notice").last()).containsText("ticker: changed");
        assertThat(tab.replica(0).locator(".pid")).not().hasText(before);
        assertThat(tab.replica(0)).hasAttribute("data-state", "running");
        tab.says("output", "changed");
        tab.click("tab-definition");
        tab.says("as-text", "echo changed; exec sleep 1000");
    }

    private void scale() {
        String kept = tab.replica(0).locator(".pid").textContent();
        tab.click("scale-up");
        tab.click("scale-up");
        assertThat(tab.at("[data-replica][data-state=running]")).hasCount(3);
        tab.click("scale-down");
        assertThat(tab.at("[data-replica]")).hasCount(2);
        assertThat(tab.replica(0).locator(".pid")).hasText(kept);
    }

    private void restart() {
        String before = tab.replica(1).locator(".pid").textContent();
        tab.click("restart");
        assertThat(tab.of("notice").last()).containsText("ticker: restarted");
        assertThat(tab.replica(1).locator(".pid")).not().hasText(before);
        assertThat(tab.at("[data-replica][data-state=running]")).hasCount(2);
        String again = tab.replica(1).locator(".pid").textContent();
        tab.click("rolling");
        assertThat(tab.replica(1).locator(".pid")).not().hasText(again);
        assertThat(tab.of("update")).hasCount(0);
        tab.click("tab-history");
        tab.says("history", "started");
    }

    private void stop() throws IOException {
        tab.click("stop");
        assertThat(tab.at("[data-replica][data-state=stopped]")).hasCount(2);
        assertThat(service.children()).isEmpty();
        tab.click("start");
        assertThat(tab.at("[data-replica][data-state=running]")).hasCount(2);
    }

    private void remove() throws IOException, InterruptedException {
        tab.click("remove");
        tab.says("remove-dialog", "This stops 2 processes: ticker:0 (" + pid("ticker", 0) + ")");
        tab.click("remove-cancel");
        assertThat(tab.of("remove-dialog")).hasCount(0);
        tab.click("remove");
        tab.click("remove-confirm");
        tab.says("empty", "No tasks yet");
        assertThat(service.children()).isEmpty();
        assertThat(service.call("GET", "/api/v1/tasks/ticker", "").statusCode()).isEqualTo(404);
    }
}
