package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Several tasks at once. */
class ManyIT extends OnThePage {
    @Test
    void selectedTasksAreStoppedStartedAgainAndRemovedTogether() throws IOException, InterruptedException {
        for (String name : new String[] {"web-1", "web-2", "other"}) {
            put(name, """
                    {"type": "daemon", "cmd": "exec sleep 1000"}""");
        }
        open("");
        assertThat(tab.at("[data-state=running][data-task]")).hasCount(3);
        assertThat(tab.of("picked")).hasCount(0);
        tab.fill("search", "web");
        tab.says("shown", "2 of 3 tasks");
        tab.of("pick-all").check();
        tab.says("picked", "2 tasks selected");
        tab.click("picked-stop");
        tab.says("picked-dialog", "web-1 and web-2");
        tab.click("picked-confirm");
        assertThat(tab.of("notice").last()).containsText("2 tasks: stopped");
        assertThat(tab.at("[data-state=stopped][data-task]")).hasCount(2);
        assertThat(tab.of("picked")).hasCount(0);
        tab.click("undo");
        assertThat(tab.at("[data-state=running][data-task]")).hasCount(2);

        tab.at("[aria-label='Select web-2']").check();
        tab.click("picked-remove");
        tab.click("picked-confirm");
        assertThat(tab.row("web-2")).hasCount(0);
        tab.fill("search", "");
        assertThat(tab.at("[data-state=running][data-task]")).hasCount(2);
    }
}
