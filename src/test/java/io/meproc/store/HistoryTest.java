package io.meproc.store;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path directory;

    @Test
    void pagesOfRunsFollowEachOtherFromTheNewestToTheOldest() {
        try (RunningStore store = new RunningStore(directory)) {
            for (int i = 1; i <= 5; i++) {
                store.write(Records.runs(Records.ended(10, "web", i, 0), Records.ended(20, "mail", 100 + i, 0)));
            }
            RunPage first = runs(store, List.of(), 2, null);
            RunPage second = runs(store, List.of(), 2, first.next());
            RunPage third = runs(store, List.of(), 2, second.next());
            assertThat(List.of(first, second, third))
                    .extracting(page -> page.runs().stream()
                            .map(run -> run.run().run().incarnation())
                            .toList())
                    .containsExactly(List.of(5L, 4L), List.of(3L, 2L), List.of(1L));
            assertThat(third.next()).isNull();
        }
    }

    @Test
    void runsAreSelectedByCauseReplicaAndTime() {
        RunRecord good = Records.ended(10, "web", 1, 0);
        RunRecord live = Records.live(10, "web", 3);
        try (RunningStore store = new RunningStore(directory)) {
            store.write(Records.runs(good, Records.ended(10, "web", 2, 3), live));
            assertThat(runs(store, List.of("running"), 10, null).runs()).containsExactly(new StoredRun(live, "n1"));
            assertThat(runs(store, List.of("signaled"), 10, null).runs()).isEmpty();
            assertThat(runs(store, List.of("exited", "running"), 10, null).runs())
                    .hasSize(3);
            RunPage early = done(store.<RunPage>request(new StoreRequest.Runs(
                    "web", 0, List.of(), null, Records.NOON.plusSeconds(1), Records.NOON.plusSeconds(1), 10, null)));
            assertThat(early.runs()).containsExactly(new StoredRun(good, "n1"));
            RunPage failed = done(
                    store.<RunPage>request(new StoreRequest.Runs("web", null, List.of(), false, null, null, 10, null)));
            assertThat(failed.runs()).containsExactly(new StoredRun(Records.ended(10, "web", 2, 3), "n1"));
            RunPage other = done(
                    store.<RunPage>request(new StoreRequest.Runs("web", 1, List.of(), null, null, null, 10, null)));
            assertThat(other.runs()).isEmpty();
        }
    }

    @Test
    void nothingButTheDatabaseIsLeftAfterAReaderAndTheWriterHaveEnded() throws IOException {
        try (RunningStore store = new RunningStore(directory)) {
            store.write(Records.runs(Records.ended(10, "web", 1, 0)));
            assertThat(runs(store, List.of(), 10, null).runs()).hasSize(1);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(file -> !file.endsWith("native"))).containsExactly(directory.resolve("meproc.db"));
        }
    }

    @Test
    void aRunHasOneEndThoughItIsAmended() {
        RunRecord amended = Records.ended(10, "web", 1, 3);
        try (RunningStore store = new RunningStore(directory)) {
            store.write(Records.runs(Records.live(10, "web", 1)));
            store.write(Records.runs(Records.ended(10, "web", 1, 0)));
            store.write(Records.runs(amended));
            assertThat(done(store.<StoredRun>request(new StoreRequest.OneRun(1))))
                    .isEqualTo(new StoredRun(amended, "n1"));
            assertThat(runs(store, List.of(), 10, null).runs()).hasSize(1);
            assertThat(done(store.<@Nullable StoredRun>request(new StoreRequest.OneRun(2))))
                    .isNull();
        }
    }

    @Test
    void requestsAreListedFromTheNewestToTheOldest() {
        try (RunningStore store = new RunningStore(directory)) {
            store.write(Records.audit(
                    Records.requested("start", "web", 1),
                    Records.requested("stop", "mail", 2),
                    Records.requested("stop", "web", 3)));
            AuditPage first = audit(store, "web", 1, null);
            assertThat(first.records()).containsExactly(Records.requested("stop", "web", 3));
            AuditPage second = audit(store, "web", 1, first.next());
            assertThat(second.records()).containsExactly(Records.requested("start", "web", 1));
            assertThat(second.next()).isNull();
            assertThat(audit(store, null, 10, null).records()).hasSize(3);
        }
    }

    private static RunPage runs(RunningStore store, List<String> causes, int limit, @Nullable String after) {
        return done(store.<RunPage>request(new StoreRequest.Runs("web", null, causes, null, null, null, limit, after)));
    }

    private static AuditPage audit(RunningStore store, @Nullable String task, int limit, @Nullable String after) {
        return done(store.<AuditPage>request(new StoreRequest.Audit(task, null, null, limit, after)));
    }
}
