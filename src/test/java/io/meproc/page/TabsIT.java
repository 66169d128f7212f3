package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More tabs of one browser than it opens connections to one address, which are six. */
class TabsIT extends OnThePage {
    private static final int TABS = 8;

    @Test
    void eightTabsAreLiveAndEachCanActAndSeesWhatTheOthersDo() throws IOException, InterruptedException {
        for (int i = 0; i < TABS; i++) {
            put("task-" + i, """
                    {"type": "daemon", "cmd": "echo ready; exec sleep 1000"}""");
        }
        List<Tab> tabs = new ArrayList<>(List.of(tab));
        open("");
        while (tabs.size() < TABS) {
            tabs.add(tab.beside().go(service.port(), ""));
        }
        for (int i = 0; i < TABS; i++) {
            tabs.get(i).row("task-" + i).locator("[data-row]").click();
            tabs.get(i).says("output", "ready");
            tabs.get(i).click("stop");
            assertThat(tabs.get(i).replica(0)).hasAttribute("data-state", "stopped");
        }
        for (Tab each : tabs) {
            each.at(".back").click();
            assertThat(each.at("[data-state=stopped]")).hasCount(TABS);
            each.calm();
        }

        // The first was there when the stream was opened; the others do not need it.
        tab.page().close();
        tab = tabs.get(1);
        api("POST", "/tasks/task-0/start", "");
        for (Tab each : tabs.subList(1, TABS)) {
            assertThat(each.row("task-0")).hasAttribute("data-state", "running");
        }
    }

    @Test
    void aBrowserWithoutSharedWorkersHasAStreamForEachTab() throws IOException, InterruptedException {
        put("web", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        tab.page().addInitScript("delete window.SharedWorker");
        open("");
        assertThat(tab.row("web")).hasAttribute("data-state", "running");
        api("POST", "/tasks/web/stop", "");
        assertThat(tab.row("web")).hasAttribute("data-state", "stopped");
    }
}
