package io.meproc.logs;

import io.meproc.task.exit.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the log directory again when it was removed under a running service, and reports that; likewise the folder of a task. Removes
 * the empty folders of removed tasks, see {@link EmptyFolders}.
 */
final class LogFolders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFolders.class);
    private static final int MOST_KNOWN = 10_000;

    private final Path directory;
    private final LogAccess access;
    private final WritePermit permit;
    private final EmptyFolders empty;

    /** The tasks whose folders were there, the last ones. */
    private final Map<String, Boolean> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    LogFolders(Path directory, LogAccess access, WritePermit permit) {
        this.directory = directory.toAbsolutePath();
        this.access = access;
        this.permit = permit;
        this.empty = new EmptyFolders(this.directory, access, () -> permit.obstacle() == null);
    }

    /** A task is listed no more: its folder goes, sooner or later, if it holds no output. */
    void removed(String task) {
        synchronized (this) {
            known.remove(task);
        }
        empty.removed(task);
    }

    /** A process of the task is to write into its folder, which stays from now on. */
    void claim(String task) {
        empty.claim(task);
    }

    /** Removes no folder any more. */
    @Override
    public void close() {
        empty.close();
    }

    /** Fails while the log directory may not be written to. */
    void ready() throws LogException {
        String obstacle = permit.obstacle();
        if (obstacle != null) {
            throw new LogException(new StartFailure("claim", "", obstacle, true));
        }
    }

    /** The log of a task could be opened. */
    synchronized void found(String task) {
        known.put(task, true);
    }

    /** The log of a task could not be opened, since there is no folder for it. */
    void missing(String task) throws IOException, LogException {
        if (Files.notExists(directory)) {
            Files.createDirectories(directory, OwnerOnly.attributes(directory, "rwx------"));
            access.applyTo(directory);
            LOG.warn(
                    "The log directory {} was gone and has been made again; processes that run write to the old files",
                    directory);
            ready();
        } else if (wasThere(task)) {
            LOG.warn("The log folder of {} in {} was gone and has been made again", task, directory);
        }
    }

    private synchronized boolean wasThere(String task) {
        return known.containsKey(task);
    }
}
