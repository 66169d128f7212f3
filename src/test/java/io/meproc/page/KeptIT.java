package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a page keeps while it is open for days. */
class KeptIT extends OnThePage {
    private static final String KEPT = """
            async () => {
              const { store } = await import(new URL("app/store.js", document.baseURI));
              return store.tasks.size + store.moments.size + store.usage.size;
            }""";

    @Test
    void nothingIsKeptOfTasksThatAreGone() throws IOException, InterruptedException {
        open("");
        for (int i = 0; i < 20; i++) {
            put("short-" + i, """
                    {"type": "daemon", "cmd": "exec sleep 1000"}""");
        }
        assertThat(tab.at("[data-task][data-state=running]")).hasCount(20);
        for (int i = 0; i < 20; i++) {
            api("DELETE", "/tasks/short-" + i, "");
        }
        assertThat(tab.of("empty")).isVisible();
        // The last figures may come once more.
        tab.page().waitForCondition(() -> tab.page().evaluate(KEPT).equals(0));
    }
}
