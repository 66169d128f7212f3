package io.meproc.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database with content that can't be read. A new one with what can be read takes its place, and it is kept under another
 * name, since more of it may be recoverable.
 */
record DamagedDatabase(Path file) {
    private static final Logger LOG = LoggerFactory.getLogger(DamagedDatabase.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** The files of a database, see https://sqlite.org/wal.html; the log may hold recent changes. */
    private static final List<String> SUFFIXES = List.of("-wal", "-shm", "");

    /**
     * Replaces the database, to which no connection may be open.
     *
     * @param always whether it is replaced also if the tasks or their states are not complete in it
     * @return whether it was replaced
     */
    boolean replace(Exception why, Instant now, boolean always) throws IOException, SQLException {
        Path fresh = Path.of(file + ".new");
        for (String suffix : SUFFIXES) {
            Files.deleteIfExists(Path.of(fresh + suffix));
        }
        Salvage salvage;
        try (Connection connection = new Database(fresh).open(true)) {
            salvage = Salvage.copy(connection, file);
        }
        if (!salvage.complete() && !always) {
            Files.deleteIfExists(fresh);
            return false;
        }
        Path aside = unused(Path.of(file + ".damaged-" + TIME.format(now)));
        for (String suffix : SUFFIXES) {
            Path part = Path.of(file + suffix);
            if (Files.exists(part)) {
                Files.move(part, Path.of(aside + suffix));
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        report(why, aside, salvage);
        return true;
    }

    private void report(Exception why, Path aside, Salvage salvage) {
        LOG.error(
                "The database {} is damaged ({}). It was renamed to {}, and a new one has what could be read of it ({}).{}",
                file,
                why.getMessage(),
                aside,
                salvage.words(),
                salvage.complete()
                        ? " All tasks are there"
                        : " Tasks may be missing: define them again, or stop Meproc and put a backup in its place. Their"
                                + " processes that still run are listed as leftovers. sqlite3 with its command .recover"
                                + " may read more of the damaged file");
    }

    private static Path unused(Path wanted) {
        Path free = wanted;
        for (int next = 2; Files.exists(free); next++) {
            free = Path.of(wanted + "-" + next);
        }
        return free;
    }
}
