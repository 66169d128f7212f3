package io.meproc.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The place and the bounds of a store.
 *
 * @param directory the data directory, which holds the database {@value #FILE}
 * @param node the node of the runs
 * @param runs the number of ended runs that are kept of each task
 * @param age how long an ended run and an audit record are kept
 */
public record StoreSettings(Path directory, String node, int runs, Duration age) {
    static final String FILE = "meproc.db";

    private static final int RUNS = 1_000;
    private static final Duration AGE = Duration.ofDays(30);

    /** Settings with the default bounds. */
    public StoreSettings(Path directory, String node) {
        this(directory, node, RUNS, AGE);
    }

    Path file() {
        return directory.resolve(FILE);
    }
}
