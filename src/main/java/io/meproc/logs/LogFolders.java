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
 * Creates the log directory or the folder of a task again if it was removed while the service runs, and logs that.
 * Removes the empty folders of removed tasks, see {@link EmptyFolders}.
 */
final class LogFolders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFolders.class);
    private static final int MOST_KNOWN = 10_000;

    private final Path directory;
    private final LogAccess access;
    private final WritePermit permit;
    private final EmptyFolders empty;

    /** The tasks whose folders existed, as far as they are the last {@link #MOST_KNOWN}. */
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

    /** Schedules the removal of the folder of a task that is no longer listed, unless it holds output. */
    void removed(String task) {
        synchronized (this) {
            known.remove(task);
        }
        empty.removed(task);
    }

    /** Keeps the folder of a task that starts a process. */
    void claim(String task) {
        empty.claim(task);
    }

    /** Ends the removal of folders. */
    @Override
    public void close() {
        empty.close();
    }

    /** Fails if the log directory may not be written to. */
    void ready() throws LogException {
        String obstacle = permit.obstacle();
        if (obstacle != null) {
            throw new LogException(new StartFailure("claim", "", obstacle, true));
        }
    }

    /** Records that the log of a task was opened. */
    synchronized void found(String task) {
        known.put(task, true);
    }

    /** Creates the log directory if it is missing, after the log of a task could not be opened. */
    void missing(String task) throws IOException, LogException {
        if (Files.notExists(directory)) {
            Files.createDirectories(directory, OwnerOnly.attributes(directory, "rwx------"));
            access.applyTo(directory);
            LOG.warn(
                    "The log directory {} was removed and has been created again; running processes write to the old"
                            + " files",
                    directory);
            ready();
        } else if (wasThere(task)) {
            LOG.warn("The log folder of {} in {} was removed and has been created again", task, directory);
        }
    }

    private synchronized boolean wasThere(String task) {
        return known.containsKey(task);
    }
}
