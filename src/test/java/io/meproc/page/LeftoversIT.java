package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.RunningService;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The processes that an earlier service left, about which an operator decides on the page. */
class LeftoversIT extends OnThePage {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Kills the service, and starts another one that has no record of the tasks. */
    private void forgetTheTasks() throws IOException, InterruptedException {
        service.kill();
        for (String file : List.of("meproc.db", "meproc.db-wal", "meproc.db-shm")) {
            Files.deleteIfExists(directory.resolve("data").resolve(file));
        }
        service = RunningService.start(directory);
    }

    @Test
    void aProcessThatNoListedTaskClaimsIsNamedAndEndedOnceTheOperatorConfirms()
            throws IOException, InterruptedException {
        put("web", "{\"type\": \"daemon\", \"args\": [\"sleep\", \"1000\"]}");
        long pid = pid("web", 0);
        forgetTheTasks();
        open("#/");
        tab.says("leftovers", "1 process of an earlier Meproc is left");
        assertThat(tab.at("[data-leftover='" + pid + "']")).containsText("web:0 process " + pid + " sleep 1000");
        tab.click("leftover-end");
        assertThat(tab.of("leftover-end")).hasText("End it?");
        assertThat(service.children()).containsExactly(pid);
        tab.click("leftover-end");
        await().atMost(PATIENCE).until(() -> service.children().isEmpty());
        tab.page().reload();
        tab.live();
        assertThat(tab.of("leftovers")).hasCount(0);
    }

    @Test
    void aProcessThatARunHasReleasedIsListedApartAndCanOnlyBeEnded() throws IOException, InterruptedException {
        put("server", """
                {"type": "once", "cmd": "sleep 1000 & exit 0", "onLeaderExit": "release"}""");
        await().atMost(PATIENCE).until(() -> api("GET", "/node", "").getInteger("released") == 1);
        long pid = service.children().get(0);
        open("#/");
        tab.says("released", "1 released process");
        tab.of("released").locator("summary").click();
        assertThat(tab.at("[data-leftover='" + pid + "']")).containsText("server:0 process " + pid + " sleep 1000");
        assertThat(tab.of("leftover-adopt")).hasCount(0);
        tab.click("leftover-end");
        tab.click("leftover-end");
        await().atMost(PATIENCE).until(() -> service.children().isEmpty());
    }

    @Test
    void aForgottenProcessIsNoLongerShownAndLivesOn() throws IOException, InterruptedException {
        put("web", "{\"type\": \"daemon\", \"args\": [\"sleep\", \"1000\"]}");
        long pid = pid("web", 0);
        forgetTheTasks();
        open("#/");
        tab.click("leftover-forget");
        assertThat(tab.of("leftovers")).hasCount(0);
        assertThat(service.children()).containsExactly(pid);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        await().atMost(PATIENCE).until(() -> service.children().isEmpty());
    }
}
