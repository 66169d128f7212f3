package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Trouble looks like trouble, whatever state a task is in. */
class TroubleIT extends OnThePage {
    @Test
    void aJobThatFailedAndACrashLoopAreOnTopAndCountedWhileTheirStatesLookHealthy()
            throws IOException, InterruptedException {
        put("a-web", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        put("m-flapping", """
                {"type": "daemon", "cmd": "sleep 1; exit 1", "interval": 100}""");
        put("z-report", """
                {"type": "cron", "cron": "0 0 1 1 *", "cmd": "exit 2"}""");
        put("y-import", """
                {"type": "once", "cmd": "exit 3"}""");
        api("POST", "/tasks/z-report/restart", "");
        open("");
        assertThat(tab.row("z-report")).hasAttribute("data-health", "failed");
        assertThat(tab.row("z-report")).hasAttribute("data-state", "scheduled");
        assertThat(tab.row("z-report").locator(".state [data-testid=health]")).hasText("last run failed");
        assertThat(tab.at("[data-task='m-flapping'][data-state=running] .health"))
                .hasText("failing");

        assertThat(tab.at("[data-task]").nth(0)).hasAttribute("data-task", "y-import");
        assertThat(tab.at("[data-task]").nth(1)).hasAttribute("data-task", "z-report");
        assertThat(tab.at("[data-task]").nth(2)).hasAttribute("data-task", "m-flapping");
        assertThat(tab.page()).hasTitle("(2 failed) Tasks – Meproc");

        assertThat(tab.of("count-failed")).containsText("2 failed");
        tab.click("count-failed");
        assertThat(tab.at("[data-task]")).hasCount(2);
        tab.of("filter-state").selectOption("failing");
        assertThat(tab.at("[data-task]")).hasCount(1);
        assertThat(tab.row("m-flapping")).isVisible();
        tab.of("filter-state").selectOption("");
        tab.click("sort-state");
        assertThat(tab.at("[data-task]").nth(0)).hasAttribute("data-task", "y-import");

        tab.row("z-report").locator("[data-row]").click();
        assertThat(tab.at(".heading .health")).hasText("last run failed");
        api("POST", "/tasks/z-report/reset", "");
        assertThat(tab.at(".heading .health")).hasCount(0);
        assertThat(tab.page()).hasTitle("(1 failed) z-report – Meproc");
    }
}
