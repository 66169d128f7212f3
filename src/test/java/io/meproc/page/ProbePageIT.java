package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the page shows of probes. */
class ProbePageIT extends OnThePage {
    @Test
    void aTaskThatRunsAndIsNotReadyIsMarkedUntilItIs() throws IOException, InterruptedException {
        Path go = directory.resolve("go");
        put(
                "web",
                "{\"type\": \"daemon\", \"cmd\": \"exec sleep 1000\", \"ready\": {\"exec\": {\"cmd\": \"test -e " + go
                        + "\"}, \"every\": \"100ms\"}}");
        open("#/tasks/web");

        assertThat(tab.of("unready").first()).hasText("not ready");
        assertThat(tab.of("probes")).hasText("ready: test -e " + go);

        Files.createFile(go);
        assertThat(tab.of("unready")).hasCount(0);
    }
}
