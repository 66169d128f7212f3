package io.meproc.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A database whose content can't be read. It is kept under another name, since parts of it may be recoverable. */
record DamagedDatabase(Path file) {
    private static final Logger LOG = LoggerFactory.getLogger(DamagedDatabase.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** The files of a database beside the main one, see https://sqlite.org/wal.html; the log may hold recent changes. */
    private static final List<String> SUFFIXES = List.of("-wal", "-shm", "");

    /** Renames the files of the database. */
    void putAside(Exception why, Instant now) throws IOException {
        Path aside = unused(file.resolveSibling(file.getFileName() + ".damaged-" + TIME.format(now)));
        for (String suffix : SUFFIXES) {
            Path part = Path.of(file + suffix);
            if (Files.exists(part)) {
                Files.move(part, Path.of(aside + suffix));
            }
        }
        LOG.error(
                "The database {} is damaged ({}). It was renamed to {}, and Meproc starts with no tasks: define them"
                        + " again, or stop Meproc and put a backup in its place. Processes that still run are listed as"
                        + " leftovers. 'sqlite3 {} .recover' may show what the damaged file holds",
                file,
                why.getMessage(),
                aside,
                aside);
    }

    private static Path unused(Path wanted) {
        Path free = wanted;
        for (int next = 2; Files.exists(free); next++) {
            free = Path.of(wanted + "-" + next);
        }
        return free;
    }
}
