package io.meproc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meproc.task.StoredTable.StoredTask;
import io.meproc.task.TaskRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that follow the current one, made by hand. */
class SchemaTest {
    private static final TaskRecord WEB = Records.task(10, "web", 1);

    @TempDir
    Path directory;

    @BeforeEach
    void keep() {
        try (RunningStore store = new RunningStore(directory)) {
            store.write(Records.tasks(WEB));
        }
    }

    @Test
    void eachVersionLeadsToTheNextAndTheContentStays() throws SQLException, IOException {
        migrate("ALTER TABLE tasks ADD note TEXT;\nUPDATE tasks SET note = name", "ALTER TABLE tasks ADD colour TEXT");
        assertThat(column("SELECT note FROM tasks")).containsExactly("web");
        assertThat(column("SELECT count(colour) FROM tasks")).containsExactly("0");
        assertThat(column("PRAGMA user_version"))
                .containsExactly("" + (Schema.CURRENT.scripts().size() + 2));
    }

    @Test
    void aVersionThatCannotBeReachedChangesNothing() {
        assertThatThrownBy(() -> migrate("ALTER TABLE tasks ADD note TEXT", "ALTER TABLE nothing ADD note TEXT"))
                .isInstanceOf(SQLException.class);
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(store.load().tasks()).extracting(StoredTask::record).containsExactly(WEB);
        }
    }

    private void migrate(String... scripts) throws SQLException, IOException {
        Path file = directory.resolve("meproc.db");
        try (Connection connection = new Database(file).open(true)) {
            new Schema(Stream.concat(Schema.CURRENT.scripts().stream(), Stream.of(scripts))
                            .toList())
                    .migrate(connection, file);
        }
    }

    private List<String> column(String sql) throws SQLException {
        try (Connection connection = new Database(directory.resolve("meproc.db")).openReader();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return List.of(row.getString(1));
        }
    }
}
