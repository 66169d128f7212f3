package io.meproc.store;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.meproc.task.Event;
import io.meproc.task.StoredTable.StoredTask;
import io.meproc.task.TaskRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that another program has locked. */
class LockedDatabaseTest {
    private static final TaskRecord WEB = Records.task(10, "web", 1);
    private static final TaskRecord MAIL = Records.task(20, "mail", 1);

    @TempDir
    Path directory;

    @Test
    void changesAreRefusedUntilTheLockIsReleasedAndAreKeptThen() throws SQLException, IOException {
        try (RunningStore store = new RunningStore(directory)) {
            try (Connection other = lock()) {
                assertThat(store.write(Records.tasks(WEB)))
                        .satisfies(refusal -> assertThat(refusal.detail())
                                .contains("meproc.db is locked by another process")
                                .contains("running tasks go on"));
                assertThat(store.write(Records.tasks(MAIL))).isNotNull();
                StoreState state = done(store.<StoreState>request(new StoreRequest.State()));
                assertThat(state.obstacle()).contains("locked");
                assertThat(state.since()).isNotNull();
                assertThat(state.waiting()).isEqualTo(2);
                assertThat(other.isClosed()).isFalse();
            }
            await().until(() -> store.announced.size() == 2);
            assertThat(store.announced)
                    .extracting(event -> ((Event.StoreChecked) event).obstacle() == null)
                    .containsExactly(false, true);
            StoreState state = done(store.<StoreState>request(new StoreRequest.State()));
            assertThat(state).isEqualTo(new StoreState(null, null, 0, 0, state.bytes()));
            assertThat(state.bytes()).isPositive();
        }
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks()).extracting(StoredTask::record).containsExactly(WEB, MAIL);
        }
    }

    @Test
    void readersOfTheHistoryDoNotWaitForALock() throws SQLException, IOException {
        try (RunningStore store = new RunningStore(directory)) {
            store.write(Records.runs(Records.ended(10, "web", 1, 0)));
            try (Connection other = lock()) {
                assertThat(done(store.<StoredRun>request(new StoreRequest.OneRun(1))))
                        .isNotNull();
                assertThat(other.isClosed()).isFalse();
            }
        }
    }

    @Test
    void aStartWithALockedDatabaseFails() throws SQLException, IOException {
        new RunningStore(directory).close();
        try (Connection other = lock()) {
            try (Statement exclusive = other.createStatement()) {
                exclusive.execute("COMMIT");
                exclusive.execute("PRAGMA locking_mode = EXCLUSIVE");
                exclusive.execute("BEGIN IMMEDIATE");
            }
            assertThatThrownBy(() -> new RunningStore(directory))
                    .cause()
                    .hasMessageContaining("the tasks that were kept can't be read")
                    .hasMessageContaining("locked by another process");
        }
    }

    private Connection lock() throws SQLException, IOException {
        Connection connection = new Database(directory.resolve("meproc.db")).open(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
        }
        return connection;
    }
}
