package io.meproc.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database file as it was when it was opened. SQLite goes on with a file that was removed, so that everything would be
 * lost when it is closed.
 *
 * @param key the device and the inode
 */
record PlacedFile(Path file, @Nullable Object key) {
    private static final Logger LOG = LoggerFactory.getLogger(PlacedFile.class);

    static PlacedFile of(Path file) throws IOException {
        return new PlacedFile(file, keyOf(file));
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Whether the file is still there; fails if another one has its place. */
    boolean isInPlace() throws IOException {
        try {
            Object now = keyOf(file);
            if (key == null || key.equals(now)) {
                return true;
            }
            throw new IOException("another file was put in the place of " + file
                    + ": move that one away, and Meproc writes its own again, or stop Meproc to use it");
        } catch (NoSuchFileException removed) {
            return false;
        }
    }

    /**
     * Writes a file that was removed again, from what the connection still has of it.
     *
     * @param close closes the connection, since that removes the other files of the database by their names
     */
    void restore(Connection connection, Runnable close) throws IOException, SQLException {
        Path copy = Path.of(file + ".restored");
        Files.deleteIfExists(copy);
        Files.createFile(copy, Database.ownerOnly("rw-------"));
        try (PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, copy.toString());
            vacuum.execute();
        }
        try (FileChannel written = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        close.run();
        Files.deleteIfExists(Path.of(file + "-wal"));
        Files.deleteIfExists(Path.of(file + "-shm"));
        Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
        LOG.warn("The database {} was removed, and was written again from what Meproc had open of it", file);
    }
}
