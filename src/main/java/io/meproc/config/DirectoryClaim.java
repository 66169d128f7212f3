package io.meproc.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The right to the directories of a service, which one service has at a time: two would take each other's processes for
 * what ended runs of their own have left behind, and mix their lines in one log file. Given up by closing, or with the end of
 * the JVM, however that comes.
 */
public final class DirectoryClaim implements AutoCloseable {
    private final List<FileClaim> claims = new ArrayList<>();

    private DirectoryClaim() {}

    /** Fails with words that name the setting if another service has a directory. */
    public static DirectoryClaim on(Settings settings) {
        DirectoryClaim claim = new DirectoryClaim();
        try {
            claim.claims.add(FileClaim.on("data_dir", settings.dataDirectory(), "lock"));
            // No task is called so, and each task has a folder there.
            claim.claims.add(FileClaim.on("log_dir", settings.logDirectory(), ".lock"));
            return claim;
        } catch (ConfigurationException refused) {
            claim.close();
            throw refused;
        }
    }

    @Override
    public void close() {
        Collections.reverse(claims);
        claims.forEach(FileClaim::close);
        claims.clear();
    }
}
