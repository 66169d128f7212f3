package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that can't be read in finite time, such as a FIFO in its place that nobody writes to. */
class SlowLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SEARCHES = 5;

    @TempDir
    Path logs;

    private Service service;
    private Api api;
    private final List<CompletableFuture<Integer>> searches = new ArrayList<>();

    @BeforeEach
    void searchesHang() throws Exception {
        service = new Service(logs);
        api = new Api(service.port());
        api.start("slow", "true");
        await().atMost(PATIENCE).until(() -> api.task("slow").getInteger("running") == 0);
        Files.delete(fifo());
        assertThat(new ProcessBuilder("mkfifo", fifo().toString()).start().waitFor())
                .isZero();
        for (int i = 0; i < SEARCHES; i++) {
            searches.add(
                    CompletableFuture.supplyAsync(() -> status("/api/v1/tasks/slow/replicas/0/output/search?q=a")));
        }
        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> thread.getName().startsWith("meproc-search"))
                                .count()
                        >= 1);
    }

    @AfterEach
    void end() throws IOException {
        while (!CompletableFuture.allOf(searches.toArray(CompletableFuture[]::new))
                .isDone()) {
            // A reader and a writer at once: it waits for nobody, and frees the readers that wait.
            FileChannel.open(fifo(), StandardOpenOption.READ, StandardOpenOption.WRITE)
                    .close();
        }
        service.close();
    }

    private Path fifo() {
        return logs.resolve("slow/0.log");
    }

    private int status(String target) {
        try {
            return api.call("GET", target).status();
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void holdsUpNoStartNoStopAndNoOtherReader() throws Exception {
        assertThat(api.start("a", "echo hello; exec sleep 1000").status()).isEqualTo(200);
        await().atMost(PATIENCE)
                .until(
                        () -> api.call("GET", "/api/v1/tasks/a/replicas/0/output")
                                .body(),
                        "hello\n"::equals);
        assertThat(api.call("DELETE", "/proc?name=a").status()).isEqualTo(200);
        assertThat(searches).noneMatch(CompletableFuture::isDone);
    }
}
