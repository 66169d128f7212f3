package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.process.context.ContextTurns;
import io.meproc.process.scan.MarkKey;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.Membership;
import io.meproc.process.scan.ProcessScanner;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An Error in work beside the process side disables nothing. */
class BrokenTurnsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Run RUN = new Run(new ReplicaId("a", 0), 1);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final ContextTurns turns = new ContextTurns(vertx, context);

    @AfterEach
    void close() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        context.runOnContext(turn -> turns.close().onComplete(done -> closed.complete(null)));
        closed.get(60, TimeUnit.SECONDS);
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void workThatEndsWithAnErrorIsReportedAsFailed() {
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        turns.aside(
                () -> {
                    throw new StackOverflowError("deep");
                },
                result -> failed.completeExceptionally(new AssertionError("a result")),
                failed::complete);
        assertThat(failed.orTimeout(60, TimeUnit.SECONDS).join()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void aProcessScanThatBreaksWithAnErrorIsMadeAgain() {
        AtomicBoolean broken = new AtomicBoolean();
        ProcessScanner scanner = new ProcessScanner(
                new Marker("nobody", MarkKey.random()),
                group -> {
                    if (broken.compareAndSet(false, true)) {
                        throw new NoClassDefFoundError("broken");
                    }
                    return null;
                },
                pid -> pid,
                Membership.NONE,
                dead -> {},
                turns);
        CompletableFuture<List<ScannedProcess>> first = new CompletableFuture<>();
        CompletableFuture<List<ScannedProcess>> second = new CompletableFuture<>();
        context.runOnContext(turn -> scanner.of(RUN, List.of(), first::complete));
        assertThat(first.orTimeout(60, TimeUnit.SECONDS).join()).isEmpty();
        context.runOnContext(turn -> scanner.of(RUN, List.of(), second::complete));
        assertThat(second.orTimeout(60, TimeUnit.SECONDS).join()).isEmpty();
        assertThat(broken).isTrue();
    }

    @Test
    void anAnswerThatCanNotBeUsedKeepsNoOtherBack() {
        ProcessScanner scanner = new ProcessScanner(
                new Marker("nobody", MarkKey.random()), group -> null, pid -> pid, Membership.NONE, dead -> {}, turns);
        CompletableFuture<List<ScannedProcess>> second = new CompletableFuture<>();
        context.runOnContext(turn -> {
            scanner.of(RUN, List.of(), found -> {
                throw new StackOverflowError("deep");
            });
            scanner.of(RUN, List.of(), second::complete);
        });
        assertThat(second.orTimeout(60, TimeUnit.SECONDS).join()).isEmpty();
    }

    @Test
    void aLookAtOneRunThatBreaksKeepsNoOtherBack() {
        LingeringRuns runs = new LingeringRuns(turns);
        AtomicBoolean seen = new AtomicBoolean();
        runs.add(RUN, () -> {
            throw new StackOverflowError("deep");
        });
        runs.add(new Run(new ReplicaId("b", 0), 2), () -> seen.set(true));
        await().atMost(PATIENCE).untilTrue(seen);
        context.runOnContext(turn -> runs.close());
    }
}
