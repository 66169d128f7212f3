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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many tasks on one page. Times are compared with those of few tasks in the same run, and kept in target/page-figures.txt. */
class CrowdedIT extends OnThePage {
    private static final Path FIGURES = Path.of("target", "page-figures.txt");
    private static final int AT_ONCE = 50;

    /** Scrolls for two seconds, so many pixels in each millisecond, and gives the median of the times between frames, in ms. */
    private static final String SCROLL = """
            (speed) => new Promise((done, fail) => {
              setTimeout(() => fail(new Error("no frames were drawn")), 20000);
              const range = document.documentElement.scrollHeight - innerHeight;
              const frames = [];
              let before = 0;
              let first = 0;
              const step = (now) => {
                first ||= now;
                before && frames.push(now - before);
                before = now;
                const way = (now - first) * speed;
                if (now - first > 2000) {
                  done(frames.sort((one, other) => one - other)[frames.length >> 1]);
                } else {
                  speed && scrollTo(0, Math.floor(way / range) % 2 ? range - (way % range) : way % range);
                  requestAnimationFrame(step);
                }
              };
              requestAnimationFrame(step);
            })""";

    /** About two and a half screens a second. */
    private static final int FAST = 2;

    /** Milliseconds from the start of the navigation until there was something, and until the first rows could be seen. */
    private static final String PAINT = """
            () => new Promise((done, fail) => {
              setTimeout(() => fail(new Error("no rows were drawn")), 20000);
              const look = () =>
                document.querySelectorAll("[data-task]").length < 10
                  ? requestAnimationFrame(look)
                  : done([performance.getEntriesByName("first-contentful-paint")[0].startTime, performance.now()]);
              look();
            })""";

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

    private static void note(String words) throws IOException {
        Files.writeString(FIGURES, words + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private double frame(int speed) {
        return ((Number) tab.page().evaluate(SCROLL, speed)).doubleValue();
    }

    @SuppressWarnings("unchecked")
    private static List<Double> painted(Tab tab) {
        return ((List<Number>) tab.page().evaluate(PAINT))
                .stream().map(Number::doubleValue).toList();
    }

    /** The shortest of three looks, each in a window of its own. */
    private List<Double> paint() {
        return IntStream.range(0, 3)
                .mapToObj(look -> {
                    try (Tab looked = another(Screen.LIGHT)) {
                        return painted(looked.go(service.port(), ""));
                    }
                })
                .min((one, other) -> Double.compare(one.get(1), other.get(1)))
                .orElseThrow();
    }

    @Test
    void aThousandTasksArePaintedAboutAsSoonAsTen() throws IOException {
        fill(0, 10);
        List<Double> few = paint();
        fill(10, 1_000);
        List<Double> many = paint();
        note("10 tasks: first paint %.0f ms, rows %.0f ms".formatted(few.get(0), few.get(1)));
        note("1,000 tasks: first paint %.0f ms, rows %.0f ms".formatted(many.get(0), many.get(1)));
        assertThat(many.get(1)).isLessThan(few.get(1) * 5);
    }

    @Test
    void fiveThousandTasksScrollAsSmoothlyAsTwoHundredAndFifty() throws IOException {
        fill(0, 250);
        open("");
        tab.says("shown", "250 tasks");
        double few = frame(FAST);
        fill(250, 5_000);
        tab.says("shown", "5,000 tasks");
        assertThat(tab.at("[data-task]").count()).isLessThan(100);
        double many = frame(FAST);
        note("a frame while scrolling: 250 tasks %.1f ms, 5,000 tasks %.1f ms".formatted(few, many));
        assertThat(many).isLessThan(few * 2.5);

        tab.page().evaluate("scrollTo(0, document.documentElement.scrollHeight)");
        assertThat(tab.row("task-04999")).isVisible();
        tab.fill("search", "task-025");
        tab.says("shown", "100 of 5,000 tasks");
        tab.row("task-02500").locator("[data-row]").click();
        assertThat(tab.of("task-name")).hasText("task-02500");
    }

    @Test
    void aTableOfThousandsIsDrawnAsOftenWhileMuchHappensAsWhileNothingDoes() throws IOException, InterruptedException {
        fill(0, 3_000);
        open("");
        tab.says("shown", "3,000 tasks");
        double calm = frame(0);
        put("a-busy-one", """
                {"type": "daemon", "replica": 20, "interval": 50, "cmd": "exit 1"}""");
        put("a-steady-one", """
                {"type": "daemon", "replica": 50, "cmd": "exec sleep 1000"}""");
        double busy = frame(0);
        note("a frame of 3,000 tasks: %.1f ms, while many end and start again %.1f ms".formatted(calm, busy));
        assertThat(busy).isLessThan(calm * 2.5);
        assertThat(tab.row("a-steady-one").locator(".count")).hasText("50/50");
    }
}
