package io.meproc.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The log files of all replicas: one folder for each task, one file for each replica, below one directory. Methods may block
 * for as long as the file system does, and may be called by any thread.
 */
public final class LogStore implements AutoCloseable {
    private final Path directory;
    private final LogAccess access;
    private final LogFolders folders;

    /** A store for the supervisor's user alone. */
    public LogStore(Path directory) {
        this(directory, LogAccess.PRIVATE, WritePermit.ALWAYS);
    }

    /**
     * @param directory created by {@link #create} if it is missing
     * @param access who may read the logs
     * @param permit is consulted before a log is opened for a process, and before a folder is removed
     */
    public LogStore(Path directory, LogAccess access, WritePermit permit) {
        this.directory = directory;
        this.access = access;
        this.folders = new LogFolders(directory, access, permit);
    }

    /** Creates the log directory if it is missing; fails with {@link UncheckedIOException}. */
    public void create() {
        try {
            Files.createDirectories(directory, OwnerOnly.attributes(directory, "rwx------"));
            access.applyTo(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException("the log directory " + directory + " can't be created", failed);
        }
    }

    /** Who may read the logs. */
    public LogAccess access() {
        return access;
    }

    /**
     * Logs that are opened by system calls, for Linux.
     *
     * @param group the number of the group that files get; {@link LogFiles#SAME} for the supervisor's
     * @param noFollow this machine's O_NOFOLLOW
     */
    public LogFiles files(int group, int noFollow) {
        return new LogFiles(directory, access, folders, group, noFollow);
    }

    /** Logs that are opened by name, for any system. */
    public PortableLogs portable() {
        return new PortableLogs(directory, access, folders);
    }

    /** The processes that write to the logs. */
    public LogHolders holders() {
        return new LogHolders(directory);
    }

    /** Removes the folder of a task that is no longer listed, unless it holds output or a process of the task writes to it. */
    public void remove(String task) {
        folders.removed(task);
    }

    /** Removes no more folders. */
    @Override
    public void close() {
        folders.close();
    }
}
