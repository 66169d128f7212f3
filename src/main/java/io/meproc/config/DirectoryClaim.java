package io.meproc.config;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exclusive claim of a service to its directories. Two services on one directory would treat each other's
 * processes as leftovers of their own runs, and mix their lines in one log file. A claim ends when it is closed and
 * when the JVM ends.
 *
 * <p>A claim that was lost, because a directory or its lock was removed or renamed, is renewed before each start of a
 * process and every {@link #PAUSE}.
 */
public final class DirectoryClaim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryClaim.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** A recent check is valid for this time, so that a burst of starts checks once. */
    private static final Duration FRESH = Duration.ofMillis(100);

    private final Settings settings;
    private final List<FileClaim> claims = new ArrayList<>();
    private String id = "";
    private byte[] markKey = new byte[0];
    private @Nullable String obstacle;
    private String lastWarning = "";
    private long checked;
    private boolean closed;

    private DirectoryClaim(Settings settings) {
        this.settings = settings;
    }

    /** Claims the directories; if another service has one, the exception names the setting. */
    public static DirectoryClaim on(Settings settings) {
        DirectoryClaim claim = new DirectoryClaim(settings);
        try {
            claim.claimAll();
            return claim;
        } catch (ConfigurationException refused) {
            claim.close();
            throw refused;
        }
    }

    private synchronized void claimAll() {
        claims.add(FileClaim.on("data_dir", settings.dataDirectory(), "lock"));
        // No task can have this name, and each task has a folder there.
        claims.add(FileClaim.on("log_dir", settings.logDirectory(), ".lock"));
        id = Directories.id(settings);
        markKey = Directories.markKey(settings);
        checked = System.nanoTime();
        Thread watcher = new Thread(this::watch, "meproc-claims");
        watcher.setDaemon(true);
        watcher.start();
    }

    private synchronized void watch() {
        try {
            while (!closed) {
                check();
                wait(PAUSE.toMillis());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Renews lost claims, and returns the reason why no process may be started: another service has claimed a directory
     * meanwhile; null if this service has all of them. Blocks.
     */
    public synchronized @Nullable String obstacle() {
        if (!closed && (obstacle != null || System.nanoTime() - checked > FRESH.toNanos())) {
            restore();
            check();
        }
        return obstacle;
    }

    /** Creates the data directory again; the log directory is created by its writers. */
    private void restore() {
        if (Files.notExists(settings.dataDirectory())) {
            try {
                Directories.make("data_dir", settings.dataDirectory());
                LOG.warn("The data directory {} was removed and has been created again", settings.dataDirectory());
            } catch (ConfigurationException impossible) {
                warnOnce(impossible);
            }
        }
    }

    /** Logs a failure once for as long as it lasts. */
    private void warnOnce(ConfigurationException impossible) {
        String words = String.valueOf(impossible.getMessage());
        if (!words.equals(lastWarning)) {
            lastWarning = words;
            LOG.warn("A claim to a directory was lost and can't be renewed: {}", words);
        }
    }

    private void check() {
        String before = obstacle;
        obstacle = null;
        boolean complete = true;
        for (FileClaim claim : claims) {
            if (!claim.isHeld() && Files.isDirectory(claim.directory())) {
                renew(claim);
            }
            complete &= claim.isHeld();
        }
        if (obstacle != null && !obstacle.equals(before)) {
            LOG.error("No process is started until the claim to this directory is restored: {}", obstacle);
        }
        if (complete) {
            checked = System.nanoTime();
        }
    }

    private void renew(FileClaim claim) {
        try {
            claim.renew();
            Directories.keep(settings, id, markKey);
            lastWarning = "";
            LOG.warn("The claim to {} was lost, by removal or renaming, and has been renewed", claim.directory());
        } catch (InUseException refused) {
            obstacle = refused.getMessage();
        } catch (ConfigurationException impossible) {
            warnOnce(impossible);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        Collections.reverse(claims);
        claims.forEach(FileClaim::close);
        claims.clear();
    }
}
