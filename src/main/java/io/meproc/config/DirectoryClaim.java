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
 * The exclusive claim of a service to its directories. Two services on one directory would take each other's processes for
 * leftovers of their own runs, and mix their lines in one log file. A claim ends when it is closed and when the JVM ends.
 *
 * <p>A claim that was lost, because a directory or its lock was removed or renamed, is renewed before each start of a process
 * and every {@link #PAUSE}.
 */
public final class DirectoryClaim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryClaim.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** A burst of starts checks once. */
    private static final Duration FRESH = Duration.ofMillis(100);

    private final Settings settings;
    private final List<FileClaim> claims = new ArrayList<>();
    private String id = "";
    private byte[] markKey = new byte[0];
    private @Nullable String obstacle;
    private String complaint = "";
    private long checked;
    private boolean closed;

    private DirectoryClaim(Settings settings) {
        this.settings = settings;
    }

    /** Claims the directories; if another service has one, the exception names the setting. */
    public static DirectoryClaim on(Settings settings) {
        DirectoryClaim claim = new DirectoryClaim(settings);
        try {
            claim.take();
            return claim;
        } catch (ConfigurationException refused) {
            claim.close();
            throw refused;
        }
    }

    private synchronized void take() {
        claims.add(FileClaim.on("data_dir", settings.dataDirectory(), "lock"));
        // No task is called so, and each task has a folder there.
        claims.add(FileClaim.on("log_dir", settings.logDirectory(), ".lock"));
        id = Directories.id(settings);
        markKey = Directories.markKey(settings);
        checked = System.nanoTime();
        Thread keeper = new Thread(this::keep, "meproc-claims");
        keeper.setDaemon(true);
        keeper.start();
    }

    private synchronized void keep() {
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
                complain(impossible);
            }
        }
    }

    /** Logs a failure once for as long as it lasts. */
    private void complain(ConfigurationException impossible) {
        String words = String.valueOf(impossible.getMessage());
        if (!words.equals(complaint)) {
            complaint = words;
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
            LOG.error("Nothing is started any more, since the claim to a directory was lost: {}", obstacle);
        }
        if (complete) {
            checked = System.nanoTime();
        }
    }

    private void renew(FileClaim claim) {
        try {
            claim.renew();
            Directories.keep(settings, id, markKey);
            complaint = "";
            LOG.warn("The claim to {} was lost, by removal or renaming, and has been renewed", claim.directory());
        } catch (InUseException refused) {
            obstacle = refused.getMessage();
        } catch (ConfigurationException impossible) {
            complain(impossible);
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
