package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.RunningService;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A page that stays open while the service goes away and comes back. */
class AbsenceIT extends OnThePage {
    @Test
    void thePageSaysThatTheServiceIsGoneAndFillsInWhatWasMissed() throws IOException, InterruptedException {
        put("before", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        AtomicInteger loads = new AtomicInteger();
        tab.page().onLoad(page -> loads.incrementAndGet());
        open("");
        assertThat(tab.row("before")).hasAttribute("data-state", "running");

        tab.expectsAnAbsence();
        int port = service.port();
        service.close();
        assertThat(tab.of("connection")).hasText(Pattern.compile("reconnecting (in \\d+ s|…).*"));
        // What is known stays to be read.
        assertThat(tab.row("before")).isVisible();

        service = RunningService.startAt(port, directory);
        put("after", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        tab.live();
        assertThat(tab.of("announcement")).containsText(Pattern.compile("filled in|shown as they are now"));
        assertThat(tab.row("after")).hasAttribute("data-state", "running");
        // The tasks outlive the service.
        assertThat(tab.row("before")).hasAttribute("data-state", "running");
        // And it goes on.
        api("POST", "/tasks/after/stop", "");
        assertThat(tab.row("after")).hasAttribute("data-state", "stopped");
        assertThat(loads).hasValue(1);
    }

    @Test
    void whatIsAskedForMeanwhileIsRefusedInWords() throws IOException, InterruptedException {
        put("web", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        open("#/tasks/web");
        assertThat(tab.replica(0)).hasAttribute("data-state", "running");
        tab.expectsAnAbsence();
        service.close();
        assertThat(tab.of("connection")).hasAttribute("data-state", Pattern.compile("broken|retrying"));
        tab.click("restart");
        assertThat(tab.of("notice").last()).containsText(Pattern.compile("web: .*(answer|reach|connect).*"));
    }
}
