package io.meproc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meproc.Futures;
import io.meproc.task.Changeset;
import io.meproc.task.Indices;
import io.meproc.task.NeedStates;
import io.meproc.task.ReplicaId;
import io.meproc.task.ReplicaRecord;
import io.meproc.task.ReplicaRecord.State;
import io.meproc.task.RunRecord;
import io.meproc.task.StoredTable;
import io.meproc.task.StoredTable.StoredTask;
import io.meproc.task.TaskRecord;
import io.meproc.task.TaskTimes;
import io.meproc.task.UpdateRecord;
import io.meproc.task.command.Environment;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.OutputRange;
import io.meproc.task.exit.RequestedSignal;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StartFailure;
import io.meproc.task.exit.Usage;
import io.meproc.task.exit.Verdict;
import io.meproc.task.occasion.Occasion;
import io.meproc.task.occasion.RunParameters;
import io.meproc.task.occasion.ScheduleRecord;
import io.meproc.task.occasion.Slots;
import io.meproc.task.probe.Concluded;
import io.meproc.task.restart.RecentEnds;
import io.meproc.task.update.UpdateKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreVerticleTest {
    @TempDir
    Path directory;

    @Test
    void aNewStoreHasNoTasks() {
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load()).isEqualTo(StoredTable.NONE);
        }
    }

    @Test
    void changesThatWerePutOffAreKeptAsSoonAsSomethingWaits() {
        try (RunningStore store = new RunningStore(directory)) {
            for (int number = 1; number <= 200; number++) {
                store.putOff(Records.runs(Records.ended(10, "web", number, 0)));
            }

            assertThat(Futures.done(store.hurry())).isNull();
            assertThat(Futures.done(store.<StoredRun>request(new StoreRequest.OneRun(200)))
                            .run())
                    .isEqualTo(Records.ended(10, "web", 200, 0));
            assertThat(Futures.done(store.hurry()))
                    .as("nothing is left to keep")
                    .isNull();
        }
    }

    @Test
    void whatWasAcknowledgedIsThereAfterARestart() {
        TaskRecord web = Records.task(10, "web", 3);
        TaskRecord mail =
                new TaskRecord(20, Records.task(20, "mail", 9).definition(), 25, Indices.parse("0-2,7"), true);
        TaskTimes times = new TaskTimes(
                10,
                Records.NOON,
                Records.NOON.plusMillis(1),
                Records.NOON.minusSeconds(60),
                Records.NOON.minusSeconds(180),
                new ScheduleRecord(
                        Records.NOON.minusSeconds(5),
                        List.of(
                                Occasion.fire(Occasion.Kind.MISSED, Records.NOON.plusSeconds(1)),
                                new Occasion(
                                        Occasion.Kind.REQUEST,
                                        Records.NOON.plusMillis(61),
                                        new RunParameters(
                                                List.of("a b", ""), new Environment(Map.of("TOKEN", "secret"))))),
                        Slots.all(Occasion.fire(Occasion.Kind.FIRE, Records.NOON))
                                .with(3, Occasion.fire(Occasion.Kind.FIRE, Records.NOON.plusSeconds(60)))
                                .retried(2)),
                Records.NOON.plusSeconds(3),
                Records.NOON.plusSeconds(4),
                true,
                new NeedStates(5, 1L << 31));
        RunRecord live = Records.live(10, "web", 30);
        ReplicaRecord zero = Records.replica(
                10, "web", 0, State.LIVE, live, Records.ended(10, "web", 29, 3).end());
        ReplicaRecord one = new ReplicaRecord(
                new ReplicaId("web", 1),
                10,
                State.BACKING_OFF,
                null,
                true,
                Records.NOON.plusSeconds(9),
                4,
                5,
                6,
                new RecentEnds(List.of(Records.NOON.minusSeconds(2), Records.NOON.minusSeconds(1))),
                null,
                new RequestedSignal(new Requester("ops@web1", "192.0.2.7"), Signal.HUP),
                Concluded.READY);
        Changeset changes = new Changeset(
                List.of(web, mail), List.of(times), List.of(zero, one), List.of(live), List.of(), List.of());

        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.write(changes)).isNull();
        }

        try (RunningStore store = new RunningStore(directory)) {
            StoredTable table = store.load();
            assertThat(table.tasks())
                    .containsExactly(
                            new StoredTask(web, times, List.of(zero, one)),
                            new StoredTask(
                                    mail,
                                    new TaskTimes(20, null, null, null, null, ScheduleRecord.NONE, null, null, false),
                                    List.of()));
            assertThat(table.incarnations()).isEqualTo(30);
            assertThat(table.boot()).isTrue();
            assertThat(table.latest()).isNotNull();
        }
    }

    @Test
    void anUpdateInProgressIsThereAfterARestartUntilItIsOver() {
        TaskRecord web = Records.task(10, "web", 3);
        UpdateRecord update = new UpdateRecord(
                10,
                UpdateKind.CHANGE,
                "because",
                Indices.parse("0-2"),
                Indices.parse("1-2"),
                44,
                Records.task(10, "web", 2).definition(),
                new Requester("ops@web1", "192.0.2.7"));

        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.write(Records.tasks(web))).isNull();
            assertThat(store.write(Records.updates(update))).isNull();
        }
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks()).extracting(StoredTask::update).containsExactly(update);
            UpdateRecord over = new UpdateRecord(
                    10, UpdateKind.CHANGE, "", Indices.parse(""), Indices.parse(""), 0, null, Requester.SERVICE);
            assertThat(store.write(Records.updates(over))).isNull();
        }
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks()).extracting(StoredTask::update).containsOnlyNulls();
        }
    }

    @Test
    void aLaterRecordReplacesAnEarlierOne() {
        TaskRecord first = Records.task(10, "web", 3);
        TaskRecord later = new TaskRecord(10, Records.task(10, "web", 5).definition(), 12, Indices.parse("4"), false);
        try (RunningStore store = new RunningStore(directory)) {
            store.write(Records.tasks(first));
            store.write(Records.tasks(later));
        }
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks()).extracting(StoredTask::record).containsExactly(later);
        }
    }

    @Test
    void aRemovedTaskIsNotListedAgain() {
        ReplicaRecord replica = Records.replica(10, "web", 0, State.STOPPED, null, null);
        TaskRecord other = Records.task(20, "web", 1);
        try (RunningStore store = new RunningStore(directory)) {
            store.write(Records.tasks(Records.task(10, "web", 3)));
            store.write(Records.replicas(replica));
            store.write(Records.removed(10));
            store.write(Records.tasks(other));
        }
        try (RunningStore store = new RunningStore(directory)) {
            List<StoredTask> tasks = store.load().tasks();
            assertThat(tasks).extracting(StoredTask::record).containsExactly(other);
            assertThat(tasks.get(0).replicas()).isEmpty();
        }
    }

    @Test
    void aReplicaOfASmallerTaskIsForgottenUnlessItIsLive() {
        try (RunningStore store = new RunningStore(directory)) {
            store.write(Records.tasks(Records.task(10, "web", 3)));
            store.write(Records.replicas(
                    Records.replica(10, "web", 0, State.STOPPED, null, null),
                    Records.replica(10, "web", 1, State.FINISHED, null, null),
                    Records.replica(10, "web", 2, State.LIVE, Records.live(10, "web", 30), null)));
            store.write(Records.tasks(Records.task(10, "web", 1)));
            store.write(Records.tasks(Records.task(10, "web", 3)));
        }
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks().get(0).replicas())
                    .extracting(replica -> replica.replica().index())
                    .containsExactly(0, 2);
        }
    }

    static Stream<End> ends() {
        Usage usage = new Usage(Duration.ofNanos(1_234_000), Duration.ofSeconds(2), 123_456, true);
        List<Leftover> left = Stream.of(Leftover.Fate.values())
                .map(fate -> new Leftover(17, "sleep \"1000\"", true, fate))
                .toList();
        Requester by = new Requester("ops@web1", "192.0.2.7");
        Verdict verdict = new Verdict(Verdict.Kind.RESTARTS, Duration.ofMillis(1_500), 3);
        return Stream.of(
                        new Cause.Own(new ExitStatus.Exited(3), true),
                        new Cause.Own(new ExitStatus.Signaled(11, true), false),
                        new Cause.Own(new ExitStatus.KilledForMemory(), false),
                        new Cause.Own(new ExitStatus.Unknown("the machine was restarted"), false),
                        new Cause.Stopped(new ExitStatus.Signaled(15, false), Duration.ofMillis(812), true),
                        new Cause.TimedOut(new ExitStatus.Exited(0), Duration.ofMinutes(5), false),
                        new Cause.NotStarted(new StartFailure("chdir", "ENOENT", "no folder /x", true)),
                        new Cause.NoRun(Cause.NoRun.Kind.MISSED, "Meproc was not running at that time"))
                .flatMap(cause -> Stream.of(
                        new End(
                                cause,
                                7,
                                0,
                                Records.NOON,
                                Records.NOON.plusNanos(5),
                                null,
                                null,
                                List.of(),
                                null,
                                null),
                        new End(
                                cause,
                                8,
                                4711,
                                Records.NOON,
                                Records.NOON.plusSeconds(5),
                                new OutputRange(100, 1L << 40),
                                usage,
                                left,
                                by,
                                verdict)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void anEndIsReadAsItWasWritten(End end) throws IOException {
        assertThat(EndParser.parse(EndText.of(end))).isEqualTo(end);
    }

    @Test
    void onlyTheOwnerCanReadItsFiles() throws IOException {
        try (RunningStore store = new RunningStore(directory);
                Stream<Path> files = Files.list(directory)) {
            store.write(Records.tasks(Records.task(10, "web", 3)));
            assertThat(files.filter(file -> !file.endsWith("native")))
                    .extracting(file -> file.getFileName() + " "
                            + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .containsExactlyInAnyOrder(
                            "meproc.db rw-------", "meproc.db-wal rw-------", "meproc.db-shm rw-------");
        }
    }

    @Test
    void aDefinitionThatCannotBeUnderstoodStaysAndDoesNotHideTheOthers() throws SQLException, IOException {
        TaskRecord mail = Records.task(20, "mail", 1);
        try (RunningStore store = new RunningStore(directory)) {
            store.write(Records.tasks(Records.task(10, "web", 3), mail));
        }
        execute("UPDATE tasks SET definition = '{\"type\":\"wizard\"}' WHERE name = 'web'");
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks()).extracting(StoredTask::record).containsExactly(mail);
        }
        try (Connection connection = new Database(directory.resolve("meproc.db")).openReader();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT count(*) FROM tasks").getInt(1))
                    .isEqualTo(2);
        }
    }

    @Test
    void aNewerSchemaIsRefused() throws SQLException, IOException {
        new RunningStore(directory).close();
        execute("PRAGMA user_version = 99");
        assertThatThrownBy(() -> new RunningStore(directory))
                .hasRootCauseInstanceOf(StoreException.class)
                .rootCause()
                .hasMessageContaining(directory.resolve("meproc.db") + " has schema version 99")
                .hasMessageContaining("newer Meproc");
        assertThat(directory.resolve("meproc.db")).exists();
    }

    private void execute(String sql) throws SQLException, IOException {
        try (Connection connection = new Database(directory.resolve("meproc.db")).open(true);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
