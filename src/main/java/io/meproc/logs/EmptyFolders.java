package io.meproc.logs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the log folders of removed tasks that hold nothing but empty logs, so that short-lived tasks do not
 * accumulate folders. A folder is removed only if owner and permissions are those that Meproc sets, no process has a
 * log in it open, and no task of that name has been started since.
 *
 * <p>Runs on a thread of its own, since a disk may hang. In that case folders stay, and only the start of a task
 * whose folder is being removed waits.
 */
final class EmptyFolders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmptyFolders.class);
    private static final Pattern LOG_NAME = Pattern.compile("(0|[1-9][0-9]{0,4})\\.log");

    /** The waits before the attempts, in which escaped processes of the task can end. */
    private static final long[] PAUSES_SECONDS = {1, 5, 30};

    /** The most names that wait; further folders stay. */
    private static final int MOST = 20_000;

    private static final int PERMISSIONS = 0777;

    private final Path directory;
    private final int mode;
    private final LogHolders holders;
    private final BooleanSupplier permitted;
    private final Map<String, Integer> waiting = new LinkedHashMap<>();
    private final ScheduledThreadPoolExecutor thread;
    private @Nullable String underWay;
    private boolean planned;
    private boolean closed;

    /** @param permitted whether this Meproc may write to the log directory */
    EmptyFolders(Path directory, LogAccess access, BooleanSupplier permitted) {
        this.directory = directory;
        this.mode = access.directoryMode();
        this.holders = new LogHolders(directory);
        this.permitted = permitted;
        this.thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread made = new Thread(work, "meproc-folders");
            made.setDaemon(true);
            return made;
        });
        thread.setKeepAliveTime(1, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
    }

    /** Schedules the removal of the folder of a task that is no longer listed and has no live process. */
    synchronized void removed(String task) {
        if (!closed && (waiting.size() < MOST || waiting.containsKey(task))) {
            waiting.put(task, 0);
            plan(PAUSES_SECONDS[0]);
        }
    }

    /** Keeps the folder of a task that starts a process; waits while the folder is being removed. */
    synchronized void claim(String task) {
        waiting.remove(task);
        boolean interrupted = false;
        while (task.equals(underWay) && !closed) {
            try {
                wait();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void plan(long seconds) {
        if (!planned && !closed) {
            planned = true;
            var unused = thread.schedule(this::round, seconds, TimeUnit.SECONDS);
        }
    }

    private void round() {
        List<String> tasks;
        synchronized (this) {
            planned = false;
            tasks = List.copyOf(waiting.keySet());
        }
        try {
            Set<String> held = permitted.getAsBoolean() ? holders.tasks() : Set.copyOf(tasks);
            for (String task : tasks) {
                if (begin(task, held.contains(task))) {
                    work(task);
                }
            }
        } catch (RuntimeException | Error broken) {
            LOG.error("Empty log folders of removed tasks could not be removed", broken);
        }
        planNext();
    }

    private synchronized boolean begin(String task, boolean held) {
        Integer tries = waiting.remove(task);
        if (closed || tries == null) {
            return false;
        } else if (held && tries + 1 < PAUSES_SECONDS.length) {
            waiting.put(task, tries + 1);
        }
        underWay = held ? null : task;
        return !held;
    }

    private synchronized void planNext() {
        waiting.values().stream()
                .mapToLong(tries -> PAUSES_SECONDS[tries])
                .min()
                .ifPresent(this::plan);
    }

    private void work(String task) {
        try {
            remove(directory.resolve(task));
        } catch (NoSuchFileException | DirectoryNotEmptyException taken) {
            // There is no folder, or a file was created in it meanwhile.
        } catch (IOException
                | DirectoryIteratorException
                | UnsupportedOperationException
                | IllegalArgumentException failed) {
            LOG.debug("The empty log folder of {} stays: {}", task, failed.toString());
        } finally {
            synchronized (this) {
                underWay = null;
                notifyAll();
            }
        }
    }

    private void remove(Path folder) throws IOException {
        Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Map<String, Object> made = Files.readAttributes(folder, "unix:mode,uid,isDirectory", LinkOption.NOFOLLOW_LINKS);
        boolean asMade = made.get("mode") instanceof Integer bits && (bits & PERMISSIONS) == mode;
        if (!asMade || !Boolean.TRUE.equals(made.get("isDirectory")) || !own.equals(made.get("uid"))) {
            return;
        }
        List<Path> logs = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!isEmptyLog(entry, own)) {
                    return;
                }
                logs.add(entry);
            }
        }
        for (Path log : logs) {
            if (!isEmptyLog(log, own)) {
                return;
            }
            Files.delete(log);
        }
        Files.delete(folder);
    }

    private static boolean isEmptyLog(Path file, Object own) throws IOException {
        Map<String, Object> is = Files.readAttributes(file, "unix:isRegularFile,size,uid", LinkOption.NOFOLLOW_LINKS);
        return LOG_NAME.matcher(file.getFileName().toString()).matches()
                && Boolean.TRUE.equals(is.get("isRegularFile"))
                && Long.valueOf(0).equals(is.get("size"))
                && own.equals(is.get("uid"));
    }

    /** Ends the removals. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        thread.shutdownNow();
        notifyAll();
    }
}
