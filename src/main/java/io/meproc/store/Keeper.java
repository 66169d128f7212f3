package io.meproc.store;

import io.meproc.task.Changeset;
import io.meproc.task.Refusal;
import io.meproc.task.StoredTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one writer of the database. Its methods block; one thread at a time uses it. */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** 1 GB, in pages of 4 kB. */
    private static final long MOST_PAGES = 1 << 18;

    private final StoreSettings settings;
    private final Clock clock;
    private final Database database;
    private final Obstacle obstacles;
    private final String boot;
    private final Retention retention;
    private @Nullable Connection connection;
    private @Nullable ChangeWriter writer;
    private @Nullable Refusal obstacle;
    private @Nullable PlacedFile placed;

    Keeper(StoreSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.database = new Database(settings.file());
        this.obstacles = new Obstacle(settings.file());
        this.boot = boot();
        this.retention = new Retention(settings, MOST_PAGES);
    }

    private static String boot() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException foreign) {
            return "";
        }
    }

    /** Opens the database and reads the tasks that it has; {@link #obstacle} says whether changes can be kept, too. */
    StoredTable open() throws IOException {
        try {
            return read();
        } catch (SQLException broken) {
            close();
            try {
                if (Obstacle.isDamage(broken)) {
                    new DamagedDatabase(settings.file()).replace(broken, clock.instant(), true);
                    return read();
                }
                return readAlone(broken);
            } catch (SQLException again) {
                close();
                throw new StoreException(obstacles.atStart(again), again);
            }
        }
    }

    private StoredTable read() throws SQLException, IOException {
        return TableReader.read(connect(true), boot);
    }

    /** Reads the tasks from a disk on which nothing can be written. */
    private StoredTable readAlone(SQLException why) throws SQLException, IOException {
        if (Obstacle.isLock(why)) {
            throw why;
        }
        try (Connection alone = database.openAlone()) {
            obstacle = obstacles.of(why);
            return TableReader.read(alone, boot);
        } catch (SQLException | IOException unreadable) {
            why.addSuppressed(unreadable);
            throw why;
        }
    }

    /** The reason why changes can't be kept from the start on; null if they can. */
    @Nullable
    Refusal obstacle() {
        return obstacle;
    }

    private Connection connect(boolean starting) throws SQLException, IOException {
        Connection open = database.open(starting);
        connection = open;
        placed = PlacedFile.of(settings.file());
        return open;
    }

    /** Keeps changes, which are in wall-clock time; returns why they could not be kept, or null as soon as they are synced. */
    @Nullable
    Refusal keep(Changeset changes) {
        try {
            write(changes);
            return null;
        } catch (SQLException | IOException | RuntimeException broken) {
            LOG.debug("Changes could not be kept", broken);
            rollBack();
            return Obstacle.isDamage(broken) ? keepAnew(broken, changes) : obstacles.of(broken);
        }
    }

    private void write(Changeset changes) throws SQLException, IOException {
        if (connection != null && placed != null && !placed.isInPlace()) {
            closeWriter();
            placed.restore(connection, this::close);
        }
        Connection open = connection == null ? connect(false) : connection;
        if (writer == null) {
            writer = new ChangeWriter(open, settings.node(), boot);
        }
        writer.write(changes, clock.instant());
    }

    /** Keeps changes in a new database, if the damaged one still has every task. */
    private @Nullable Refusal keepAnew(Exception damage, Changeset changes) {
        try {
            close();
            if (new DamagedDatabase(settings.file()).replace(damage, clock.instant(), false)) {
                write(changes);
                return null;
            }
            connect(false);
        } catch (SQLException | IOException | RuntimeException broken) {
            LOG.debug("A damaged database could not be replaced", broken);
        }
        return obstacles.of(damage);
    }

    /** Carries out a request about notifications; fails while the database can't be read and written. */
    @Nullable
    Object answer(OutboxRequest request) throws SQLException, IOException {
        Connection open = connection == null ? connect(false) : connection;
        return new OutboxWriter(open).answer(request);
    }

    /** Deletes a part of the old history; returns whether there is more to delete. */
    boolean shorten() {
        try {
            return connection != null && retention.step(connection, clock.instant());
        } catch (SQLException | RuntimeException broken) {
            LOG.warn("Old history could not be deleted; it is tried again later: {}", broken.getMessage());
            rollBack();
            return false;
        }
    }

    /** The size of the database file in bytes; 0 without one. */
    long bytes() {
        try {
            return Files.size(settings.file());
        } catch (IOException gone) {
            return 0;
        }
    }

    /**
     * Ends a transaction that has failed, unless SQLite has ended it by itself. New statements follow, since the driver
     * closes one that fails for want of space or with an I/O error.
     */
    private void rollBack() {
        if (connection != null) {
            try (Statement statement = connection.createStatement()) {
                closeWriter();
                statement.execute("ROLLBACK");
            } catch (SQLException ended) {
                LOG.debug("No transaction to roll back", ended);
            }
        }
    }

    private void closeWriter() throws SQLException {
        ChangeWriter old = writer;
        writer = null;
        if (old != null) {
            old.close();
        }
    }

    /** Closes the database; the last connection moves the content of the log into it. */
    void close() {
        Connection open = connection;
        connection = null;
        writer = null;
        placed = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException broken) {
                LOG.debug("The database could not be closed", broken);
            }
        }
    }
}
