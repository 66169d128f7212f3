package io.meproc.logs;

import io.meproc.task.ReplicaId;
import io.vertx.core.buffer.Buffer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log files of all replicas: one folder for each task, one file for each replica, below one directory. Methods may block
 * for as long as the file system does, and may be called by any thread.
 */
public final class LogStore implements AutoCloseable {
    private final Path directory;
    private final LogAccess access;
    private final LogFolders folders;
    private final RunOffsets runs = new RunOffsets();

    /** A store with access for the supervisor's user only. */
    public LogStore(Path directory) {
        this(directory, LogAccess.PRIVATE, WritePermit.ALWAYS);
    }

    /**
     * @param directory created by {@link #create} if it is missing
     * @param access the access to the logs
     * @param permit consulted before a log is opened for a process, and before a folder is removed
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

    public Path directory() {
        return directory;
    }

    public LogAccess access() {
        return access;
    }

    /**
     * Logs that are opened by system calls, for Linux.
     *
     * @param group the number of the group of files; {@link LogFiles#SAME} for that of the supervisor
     * @param noFollow the value of O_NOFOLLOW on this architecture
     */
    public LogFiles files(int group, int noFollow) {
        return new LogFiles(directory, access, folders, runs, group, noFollow);
    }

    /** Logs that are opened by name, for any system. */
    public PortableLogs portable() {
        return new PortableLogs(directory, access, folders, runs);
    }

    /** The processes that write to the logs. */
    public LogHolders holders() {
        return new LogHolders(directory);
    }

    /** The extent of the output of a replica, or of one of its runs. */
    LogExtent extent(LogRequest.Locate wanted) throws IOException, UnknownRunException {
        ReplicaId replica = wanted.replica();
        Optional<String> moved =
                wanted.pid() > 0 ? LogWhereabouts.elsewhere(wanted.pid(), replica, directory) : Optional.empty();
        ReplicaLog log = ReplicaLog.find(directory, replica).orElse(null);
        if (wanted.run() != null) {
            return extent(log, begun(replica, wanted.run()), moved);
        }
        return log == null ? new LogExtent(0, 0, 0, moved) : new LogExtent(log.begin(), log.end(), log.end(), moved);
    }

    private RunOffsets.Begun begun(ReplicaId replica, long run) throws UnknownRunException {
        RunOffsets.Begun begun = runs.find(replica, run);
        if (begun == null) {
            throw new UnknownRunException("'" + run + "' is not one of the latest " + RunOffsets.MOST
                    + " runs of replica " + replica.index() + " of '" + replica.task() + "' since Meproc was started");
        }
        return begun;
    }

    private static LogExtent extent(@Nullable ReplicaLog log, RunOffsets.Begun run, Optional<String> moved)
            throws IOException {
        if (log == null) {
            return new LogExtent(0, 0, 0, moved);
        }
        long size = log.end();
        long end = run.next() == null ? size : run.next();
        // A log that was truncated during the run holds the rest of the run's output from the start.
        long begin = end < run.offset() ? log.begin() : run.offset();
        return new LogExtent(log.clip(begin, size), log.clip(end, size), size, moved);
    }

    /** The extents of the logs of the first replicas of a task. */
    List<LogExtent> extents(String task, int replicas) throws IOException {
        List<LogExtent> extents = new ArrayList<>();
        for (int index = 0; index < replicas; index++) {
            ReplicaLog log =
                    ReplicaLog.find(directory, new ReplicaId(task, index)).orElse(null);
            long end = log == null ? 0 : log.end();
            extents.add(new LogExtent(log == null ? 0 : log.begin(), end, end, Optional.empty()));
        }
        return extents;
    }

    /** The bytes of the ranges, one after the other; fails if a log has become shorter. */
    Buffer read(List<LogRange> ranges) throws IOException {
        Buffer bytes = Buffer.buffer();
        for (LogRange range : ranges) {
            ReplicaLog log = ReplicaLog.find(directory, range.replica())
                    .orElseThrow(() -> new FileNotFoundException(range.replica() + " has no log any more"));
            bytes.appendBytes(log.read(range.from(), range.to()));
        }
        return bytes;
    }

    OutputSearch.Found search(LogRequest.Search wanted) throws IOException, UnknownRunException {
        OutputSearch search = new OutputSearch(wanted.text(), wanted.caseSensitive(), wanted.limit());
        ReplicaLog log = ReplicaLog.find(directory, wanted.replica()).orElse(null);
        if (log == null || wanted.run() == null) {
            return search.in(log, wanted.from(), Long.MAX_VALUE);
        }
        LogExtent run = extent(log, begun(wanted.replica(), wanted.run()), Optional.empty());
        return search.in(log, Math.max(run.begin(), wanted.from()), run.end());
    }

    /** Removes the folder of a task that is no longer listed, unless it holds output or a process of the task writes to it. */
    public void remove(String task) {
        runs.remove(task);
        folders.removed(task);
    }

    /** Ends the removal of folders. */
    @Override
    public void close() {
        folders.close();
    }
}
