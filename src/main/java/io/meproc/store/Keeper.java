package io.meproc.store;

import io.meproc.task.Changeset;
import io.meproc.task.Refusal;
import io.meproc.task.StoredTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one writer of the database. Its methods block; one thread at a time uses it. */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final StoreSettings settings;
    private final Clock clock;
    private final Database database;
    private final Obstacle obstacle;
    private final String boot;
    private @Nullable Connection connection;
    private @Nullable ChangeWriter writer;

    Keeper(StoreSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.database = new Database(settings.directory());
        this.obstacle = new Obstacle(database.file());
        this.boot = boot();
    }

    private static String boot() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException foreign) {
            return "";
        }
    }

    /** Opens the database and reads the tasks that it has. A damaged database is put aside, and a new one is begun. */
    StoredTable open() throws IOException {
        try {
            return read();
        } catch (SQLException broken) {
            if (!Obstacle.isDamage(broken)) {
                throw failed(broken);
            }
            close();
            new DamagedDatabase(database.file()).putAside(broken, clock.instant());
            try {
                return read();
            } catch (SQLException again) {
                throw failed(again);
            }
        }
    }

    private StoredTable read() throws SQLException, IOException {
        connection = database.open(true);
        writer = new ChangeWriter(connection, settings.node(), boot);
        return TableReader.read(connection, boot);
    }

    private StoreException failed(SQLException broken) {
        close();
        return new StoreException(obstacle.atStart(broken), broken);
    }

    /** Keeps changes, which are in wall-clock time; returns why they could not be kept, or null as soon as they are synced. */
    @Nullable
    Refusal keep(Changeset changes) {
        try {
            if (connection == null || writer == null) {
                connection = database.open(false);
                writer = new ChangeWriter(connection, settings.node(), boot);
            }
            writer.write(changes, clock.instant());
            return null;
        } catch (SQLException | IOException | RuntimeException broken) {
            LOG.debug("Changes could not be kept", broken);
            // A new connection notices that a file was replaced, and has no transaction open.
            close();
            return obstacle.of(broken);
        }
    }

    /** Closes the database; the last connection moves the content of the log into it. */
    void close() {
        Connection open = connection;
        connection = null;
        writer = null;
        if (open == null) {
            return;
        }
        try {
            // An open transaction is rolled back.
            open.close();
        } catch (SQLException broken) {
            LOG.debug("The database could not be closed", broken);
        }
    }
}
