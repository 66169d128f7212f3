package io.meproc.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/**
 * The versions of the database schema. The file {@code schema-N.sql} leads from version N - 1 to version N; the database
 * has its version as {@code PRAGMA user_version}, 0 if it is new.
 */
final class Schema {
    /** The version that this program reads and writes. */
    static final int VERSION = 1;

    private Schema() {}

    /** Brings the database to {@link #VERSION} in one transaction; refuses a newer one. */
    static void migrate(Connection connection, Path file) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            int version = version(statement);
            if (version > VERSION) {
                throw new StoreException(
                        file + " has schema version " + version + ", and this Meproc knows versions up to " + VERSION
                                + ": it was written by a newer Meproc. Start that one, or move the file away to start"
                                + " with no tasks",
                        null);
            } else if (version < VERSION) {
                statement.execute("BEGIN IMMEDIATE");
                for (int next = version(statement) + 1; next <= VERSION; next++) {
                    for (String step : steps(next)) {
                        statement.execute(step);
                    }
                }
                statement.execute("PRAGMA user_version = " + VERSION);
                statement.execute("COMMIT");
            }
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }

    /** The statements that lead to a version. */
    private static List<String> steps(int version) throws IOException {
        String name = "schema-" + version + ".sql";
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            return List.of(all.strip().split(";\\s*(?:\\n|$)"));
        }
    }
}
