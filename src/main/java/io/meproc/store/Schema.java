package io.meproc.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;

/**
 * The versions of the database schema. The database has its version as {@code PRAGMA user_version}, 0 if it is new.
 *
 * @param scripts the first one makes version 1 of an empty database, and each other one leads to the next version
 */
record Schema(List<String> scripts) {
    /** The version that this program reads and writes. */
    static final Schema CURRENT = new Schema(List.of(script("schema-1.sql"), script("schema-2.sql")));

    Schema {
        scripts = List.copyOf(scripts);
    }

    private int version() {
        return scripts.size();
    }

    /** Brings the database to this version in one transaction; refuses a newer one. */
    void migrate(Connection connection, Path file) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            int found = version(statement);
            if (found > version()) {
                throw new StoreException(
                        file + " has schema version " + found + ", and this Meproc knows versions up to " + version()
                                + ": it was written by a newer Meproc. Start that one, or move the file away to start"
                                + " with no tasks",
                        null);
            } else if (found < version()) {
                statement.execute("BEGIN IMMEDIATE");
                for (String script : scripts.subList(version(statement), version())) {
                    for (String step : List.of(script.split(";\\s*(?:\\n|$)"))) {
                        statement.execute(step);
                    }
                }
                statement.execute("PRAGMA user_version = " + version());
                statement.execute("COMMIT");
            }
        }
    }

    /** Fails unless the database has this version. */
    void require(Connection connection, Path file) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            int found = version(statement);
            if (found != version()) {
                throw new StoreException(
                        file + " has schema version " + found + ", which can't be changed to " + version() + " now",
                        null);
            }
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }

    private static String script(String name) {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^--.*$", "")
                    .strip();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
