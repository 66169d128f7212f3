package io.meproc.store;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * The database file and connections to it. It is in WAL mode, so that readers and the one writer don't wait for each
 * other, and each commit is synced to disk (synchronous=FULL).
 */
final class Database {
    /** How long a statement waits for a lock of another process, before it fails with SQLITE_BUSY. */
    private static final int BUSY_MILLIS = 1_000;

    /** The same at the start, when no other thread waits. */
    private static final int BUSY_MILLIS_AT_START = 5_000;

    /** The log is cut to this length when it was longer, as after a long read. */
    private static final int WAL_BYTES = 16 << 20;

    private final Path file;

    Database(Path file) {
        this.file = file;
    }

    /** Opens a connection for the writer, creates the file if it is missing, and migrates its schema. */
    Connection open(boolean starting) throws SQLException, IOException {
        NativeLibrary.load(file.resolveSibling("native"));
        if (Files.notExists(file)) {
            // SQLite gives its other files the permissions of this one.
            Files.createFile(file, ownerOnly("rw-------"));
        }
        Connection connection = connect(SQLiteOpenMode.READWRITE.flag);
        try (Statement statement = connection.createStatement()) {
            int patience = starting ? BUSY_MILLIS_AT_START : BUSY_MILLIS;
            statement.execute("PRAGMA busy_timeout = " + patience);
            // Without an effect on a file that has tables already.
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA journal_size_limit = " + WAL_BYTES);
            Schema.CURRENT.migrate(connection, file);
            statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
            return connection;
        } catch (SQLException | IOException | RuntimeException broken) {
            closeQuietly(connection, broken);
            throw broken;
        }
    }

    /**
     * Opens a connection that needs no space on the disk, since it locks out all others and has the index of the log in its
     * own memory. The database must have the current version of the schema.
     */
    Connection openAlone() throws SQLException, IOException {
        Connection connection = connect(SQLiteOpenMode.READWRITE.flag);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            Schema.CURRENT.require(connection, file);
            return connection;
        } catch (SQLException | IOException | RuntimeException broken) {
            closeQuietly(connection, broken);
            throw broken;
        }
    }

    /** Opens a connection for a reader of the history. */
    Connection openReader() throws SQLException {
        Connection connection = connect(SQLiteOpenMode.READONLY.flag);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
            return connection;
        } catch (SQLException | RuntimeException broken) {
            closeQuietly(connection, broken);
            throw broken;
        }
    }

    /** The file as it is now; null if there is none. */
    @Nullable
    PlacedFile placed() {
        try {
            return PlacedFile.of(file);
        } catch (IOException gone) {
            return null;
        }
    }

    /** Not with DriverManager, which scans the class path for other drivers first. */
    private Connection connect(int mode) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("open_mode", Integer.toString(mode));
        return new JDBC4Connection("jdbc:sqlite:" + file, file.toString(), properties);
    }

    static void closeQuietly(Connection connection, Exception because) {
        try {
            connection.close();
        } catch (SQLException also) {
            because.addSuppressed(also);
        }
    }

    /** The permissions of new files and folders, if the file system has permissions. */
    static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
