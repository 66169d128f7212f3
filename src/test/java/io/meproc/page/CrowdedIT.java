package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many tasks on one page. {@code ./bench page} measures how soon and how smoothly they are drawn. */
class CrowdedIT extends OnThePage {
    private static final int AT_ONCE = 50;

    private void fill(int from, int to) {
        HttpClient client = HttpClient.newHttpClient();
        for (int first = from; first < to; first += AT_ONCE) {
            List<CompletableFuture<HttpResponse<Void>>> asked = IntStream.range(first, Math.min(to, first + AT_ONCE))
                    .mapToObj(i -> client.sendAsync(
                            HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:%d/api/v1/tasks/task-%05d".formatted(service.port(), i)))
                                    .PUT(BodyPublishers.ofString(
                                            "{\"type\": \"cron\", \"cron\": \"0 0 1 1 *\", \"cmd\": \"echo %d\"}"
                                                    .formatted(i)))
                                    .build(),
                            BodyHandlers.discarding()))
                    .toList();
            assertThat(asked).allMatch(answer -> answer.join().statusCode() == 201);
        }
    }

    @Test
    void fiveThousandTasksAreListedFoundAndOpened() {
        fill(0, 5_000);
        open("");
        tab.says("shown", "5,000 tasks");
        assertThat(tab.at("[data-task]").count()).isLessThan(100);

        tab.page().evaluate("scrollTo(0, document.documentElement.scrollHeight)");
        assertThat(tab.row("task-04999")).isVisible();
        tab.fill("search", "task-025");
        tab.says("shown", "100 of 5,000 tasks");
        tab.row("task-02500").locator("[data-row]").click();
        assertThat(tab.of("task-name")).hasText("task-02500");
    }

    @Test
    void aTableOfThousandsIsKeptUpToDateWhileMuchHappens() throws IOException, InterruptedException {
        fill(0, 3_000);
        open("");
        tab.says("shown", "3,000 tasks");
        put("a-busy-one", """
                {"type": "daemon", "replica": 20, "interval": 50, "cmd": "exit 1"}""");
        put("a-steady-one", """
                {"type": "daemon", "replica": 50, "cmd": "exec sleep 1000"}""");
        assertThat(tab.row("a-steady-one").locator(".count")).hasText("50/50");
        tab.says("shown", "3,002 tasks");
    }
}
