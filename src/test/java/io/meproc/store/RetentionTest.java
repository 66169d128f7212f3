package io.meproc.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.AuditRecord;
import io.meproc.task.ReplicaRecord.State;
import io.meproc.task.RunRecord;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskRecord;
import io.meproc.task.cron.HistoryLimits;
import io.meproc.task.cron.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final int KEPT = 10;
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MANY = 3_000;

    @TempDir
    Path directory;

    @Test
    void theNewestRunsOfEachTaskStay() throws IOException, SQLException {
        Keeper keeper = keeper(Records.NOON);
        for (String task : List.of("mail", "web")) {
            keeper.keep(Records.runs(IntStream.rangeClosed(1, MANY)
                    .mapToObj(i -> Records.ended(10, task, i + (task.equals("web") ? 10_000 : 0), 0))
                    .toArray(RunRecord[]::new)));
        }
        shorten(keeper);
        assertThat(numbers("SELECT count(*) FROM runs GROUP BY task")).containsExactly((long) KEPT, (long) KEPT);
        assertThat(numbers("SELECT max(id) FROM runs GROUP BY task")).containsExactly(3_000L, 13_000L);
    }

    @Test
    void aTaskKeepsNoMoreThanItsOwnLimits() throws IOException, SQLException {
        Keeper keeper = keeper(Records.NOON.plus(DAY.multipliedBy(5)), DAY.multipliedBy(30));
        keeper.keep(Records.tasks(
                limited(10, "few", new HistoryLimits(3, null)),
                limited(20, "young", new HistoryLimits(null, 5)),
                limited(30, "many", new HistoryLimits(1_000, 36_500))));
        for (int task = 1; task <= 3; task++) {
            String name = List.of("few", "young", "many").get(task - 1);
            int first = 100 * task;
            keeper.keep(Records.runs(IntStream.range(first, first + 20)
                    .mapToObj(i -> ended(i, name, i - first < 15 ? i - 1_000 : i))
                    .toArray(RunRecord[]::new)));
        }
        shorten(keeper);
        assertThat(numbers("SELECT count(*) FROM runs GROUP BY task ORDER BY task"))
                .as("few, many, young")
                .containsExactly(3L, (long) KEPT, 5L);
    }

    /** A run that ended this many seconds after noon. */
    private static RunRecord ended(int run, String task, int second) {
        RunRecord record = Records.ended(run / 100 * 10L, task, run, 0);
        return new RunRecord(
                record.run(),
                record.task(),
                record.pid(),
                0,
                record.since(),
                record.output(),
                Objects.requireNonNull(record.end())
                        .between(Records.NOON.plusSeconds(second - 1), Records.NOON.plusSeconds(second)));
    }

    private static TaskRecord limited(long identity, String name, HistoryLimits limits) {
        TaskRecord plain = Records.task(identity, name, 1);
        TaskDefinition definition = plain.definition();
        Schedule schedule = Schedule.DEFAULT;
        return new TaskRecord(
                identity,
                definition.with(definition
                        .behaviour()
                        .with(new Schedule(
                                null, schedule.jitter(), schedule.overlap(), null, schedule.retry(), limits))),
                plain.revision(),
                plain.stopped(),
                false);
    }

    @Test
    void aLiveRunAndTheLastRunOfAReplicaStay() throws IOException, SQLException {
        Keeper keeper = keeper(Records.NOON.plus(DAY.multipliedBy(9)));
        RunRecord last = Records.ended(10, "web", 2, 3);
        keeper.keep(Records.tasks(Records.task(10, "web", 1)));
        keeper.keep(Records.replicas(Records.replica(10, "web", 0, State.FAILED, null, last.end())));
        RunRecord live = Records.live(20, "mail", 1);
        keeper.keep(Records.replicas(Records.replica(20, "mail", 0, State.LIVE, live, null)));
        keeper.keep(Records.runs(live, last, Records.ended(10, "web", 3, 0), Records.ended(20, "mail", 4, 0)));
        shorten(keeper);
        assertThat(numbers("SELECT id FROM runs ORDER BY id")).containsExactly(1L, 2L);
    }

    @Test
    void aRunThatNoReplicaHasIsEndedAsUnknown() throws IOException, SQLException {
        RunRecord live = Records.live(10, "web", 2);
        Keeper keeper = keeper(Records.NOON);
        keeper.keep(Records.tasks(Records.task(10, "web", 1)));
        keeper.keep(Records.replicas(Records.replica(10, "web", 0, State.LIVE, live, null)));
        keeper.keep(Records.runs(Records.live(10, "web", 1), live));
        shorten(keeper);
        assertThat(numbers("SELECT id FROM runs WHERE ended IS NULL")).containsExactly(2L);
        StoredRun ended = (StoredRun)
                new HistoryReader(new Database(directory.resolve("meproc.db"))).answer(new StoreRequest.OneRun(1));
        assertThat(Objects.requireNonNull(ended).run().end())
                .satisfies(end -> assertThat(end.cause().words()).isEqualTo("unknown (its end could not be kept)"))
                .satisfies(end -> assertThat(end.since()).isEqualTo(Records.NOON.plusSeconds(1)));
    }

    @Test
    void oldRequestsGo() throws IOException, SQLException {
        int day = (int) DAY.toSeconds();
        Keeper keeper = keeper(Records.NOON.plus(DAY).plusSeconds(1_500));
        keeper.keep(Records.audit(IntStream.range(0, MANY)
                .mapToObj(second -> Records.requested("stop", "web", second))
                .toArray(AuditRecord[]::new)));
        keeper.keep(Records.audit(Records.requested("start", "web", day)));
        shorten(keeper);
        assertThat(numbers("SELECT count(*) FROM audit")).containsExactly(1_501L);
        assertThat(numbers("SELECT min(at) FROM audit"))
                .containsExactly(Records.NOON.plusSeconds(1_500).toEpochMilli());
    }

    @Test
    void theFileBecomesSmallerAgain() throws IOException, SQLException {
        Keeper keeper = keeper(Records.NOON);
        for (int part = 0; part < 10; part++) {
            int first = part * MANY;
            keeper.keep(Records.runs(IntStream.rangeClosed(1, MANY)
                    .mapToObj(i -> Records.ended(10, "web", first + i, 0))
                    .toArray(RunRecord[]::new)));
        }
        long before = numbers("PRAGMA page_count").get(0);
        shorten(keeper);
        long after = numbers("PRAGMA page_count").get(0);
        assertThat(before).isGreaterThan(1_500);
        assertThat(after).isLessThan(1_200);
        keeper.close();
        assertThat(Files.size(directory.resolve("meproc.db"))).isEqualTo(after * 4_096);
    }

    @Test
    void theOldestRunsGoWhenTheFileIsTooLarge() throws IOException, SQLException {
        Keeper keeper = new Keeper(new StoreSettings(directory, "n1"), Clock.fixed(Records.NOON, ZoneOffset.UTC));
        keeper.open();
        keeper.keep(Records.runs(IntStream.rangeClosed(1, MANY)
                .mapToObj(i -> Records.ended(10, "task" + i, i, 0))
                .toArray(RunRecord[]::new)));
        long pages = numbers("PRAGMA page_count").get(0);
        Retention retention = new Retention(new StoreSettings(directory, "n1"), pages / 2);
        try (Connection connection = new Database(directory.resolve("meproc.db")).open(true)) {
            while (retention.step(connection, Records.NOON)) {
                assertThat(numbers("SELECT count(*) FROM runs").get(0)).isPositive();
            }
        }
        assertThat(numbers("SELECT count(*) FROM runs").get(0)).isBetween(MANY / 5L, MANY / 2L + 500);
        assertThat(numbers("SELECT max(id) FROM runs")).containsExactly((long) MANY);
        keeper.close();
    }

    private Keeper keeper(Instant now) throws IOException {
        return keeper(now, DAY);
    }

    private Keeper keeper(Instant now, Duration age) throws IOException {
        Keeper keeper = new Keeper(new StoreSettings(directory, "n1", KEPT, age), Clock.fixed(now, ZoneOffset.UTC));
        keeper.open();
        return keeper;
    }

    private static void shorten(Keeper keeper) {
        int steps = 0;
        while (keeper.shorten()) {
            assertThat(++steps).isLessThan(1_000);
        }
    }

    private List<Long> numbers(String sql) throws SQLException {
        try (Connection connection = new Database(directory.resolve("meproc.db")).openReader();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<Long> numbers = new ArrayList<>();
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
            return numbers;
        }
    }
}
