package io.meproc.store;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.ReplicaRecord;
import io.meproc.task.ReplicaRecord.State;
import io.meproc.task.RunRecord;
import io.meproc.task.StoredTable;
import io.meproc.task.StoredTable.StoredTask;
import io.meproc.task.TaskRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that are damaged, removed or replaced. */
class DamageTest {
    private static final TaskRecord WEB = Records.task(10, "web", 1);
    private static final int PAGE = 4096;
    private static final int RUNS = 2_000;

    @TempDir
    Path directory;

    @Test
    void aFileThatIsNoDatabaseIsPutAside() throws IOException {
        Files.writeString(directory.resolve("meproc.db"), "Dear diary, ".repeat(1_000));
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load()).isEqualTo(StoredTable.NONE);
            assertThat(store.write(Records.tasks(WEB))).isNull();
        }
        assertThat(aside())
                .singleElement()
                .satisfies(file -> assertThat(file).content().startsWith("Dear diary"));
        assertListed(WEB);
    }

    @Test
    void aTruncatedDatabaseIsPutAside() throws IOException {
        keep();
        try (FileChannel file = FileChannel.open(directory.resolve("meproc.db"), StandardOpenOption.WRITE)) {
            file.truncate(PAGE);
        }
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks()).isEmpty();
            assertThat(store.write(Records.tasks(WEB))).isNull();
        }
        assertThat(aside()).hasSize(1);
        assertListed(WEB);
    }

    @Test
    void garbageInTheHistoryLosesNoTask() throws IOException, SQLException {
        keep();
        garble("runs_of_task");
        RunRecord run = Records.ended(10, "web", RUNS + 1, 0);
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks()).extracting(StoredTask::record).containsExactly(WEB);
            assertThat(store.write(Records.runs(run))).isNull();
            assertThat(store.announced).isEmpty();
            assertThat(runs(store)).contains(run);
        }
        assertThat(aside()).hasSize(1);
        assertListed(WEB);
    }

    @Test
    void garbageInTheTasksLosesNoneOfTheOthers() throws IOException, SQLException {
        keep();
        garble("replicas");
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks()).containsExactly(new StoredTask(WEB, Records.none(10), List.of()));
            assertThat(runs(store)).hasSize(1_000);
        }
        assertThat(aside()).hasSize(1);
    }

    @Test
    void aDatabaseThatWasRemovedIsWrittenAgain() throws IOException {
        ReplicaRecord replica = Records.replica(10, "web", 0, State.STOPPED, null, null);
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.write(Records.tasks(WEB))).isNull();
            Files.delete(directory.resolve("meproc.db"));
            assertThat(store.write(Records.replicas(replica))).isNull();
            assertThat(store.announced).isEmpty();
        }
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks()).containsExactly(new StoredTask(WEB, Records.none(10), List.of(replica)));
        }
    }

    @Test
    void aDatabaseThatWasReplacedIsNotOverwritten() throws IOException {
        Path file = directory.resolve("meproc.db");
        Path backup = directory.resolve("backup");
        try (RunningStore store = new RunningStore(directory)) {
            Files.move(file, backup);
            Files.writeString(file, "a backup");
            assertThat(store.write(Records.tasks(WEB)))
                    .satisfies(refusal -> assertThat(refusal.detail())
                            .contains("another file was put in the place of " + file)
                            .contains("stop Meproc to use it"));
            assertThat(file).hasContent("a backup");
        }
    }

    private void keep() {
        RunRecord[] runs = IntStream.rangeClosed(1, RUNS)
                .mapToObj(i -> Records.ended(10, "web", i, 0))
                .toArray(RunRecord[]::new);
        try (RunningStore store = new RunningStore(directory)) {
            store.write(Records.tasks(WEB));
            store.write(Records.replicas(Records.replica(10, "web", 0, State.STOPPED, null, null)));
            store.write(Records.runs(runs));
        }
    }

    /** Overwrites the root page of a table or an index. */
    private void garble(String name) throws IOException, SQLException {
        Path file = directory.resolve("meproc.db");
        int page;
        try (Connection connection = new Database(file).openReader();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT rootpage FROM sqlite_schema WHERE name = '" + name + "'")) {
            page = row.getInt(1);
        }
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek((long) (page - 1) * PAGE);
            raw.write("garbage ".repeat(PAGE / 8).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static List<RunRecord> runs(RunningStore store) {
        return done(store.<RunPage>request(
                        new StoreRequest.Runs("web", null, List.of(), null, null, null, 1_000, null)))
                .runs()
                .stream()
                .map(StoredRun::run)
                .toList();
    }

    private void assertListed(TaskRecord task) {
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks()).extracting(StoredTask::record).containsExactly(task);
        }
    }

    private List<Path> aside() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("meproc\\.db\\.damaged-[0-9]+-[0-9]+"))
                    .toList();
        }
    }
}
