package io.meproc.process;

import io.meproc.logs.LogStore;
import io.meproc.process.scan.MarkKey;
import io.meproc.process.scan.Marker;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The settings of the process side.
 *
 * @param logs opens the files that processes write to; its directory is created if it is missing
 * @param instanceId distinguishes this Meproc's processes from those of others on the machine, see {@link Marker}
 * @param markKey proves that processes belong to this Meproc
 * @param console receives the output of tasks with {@code output: console}
 * @param leftovers the policy for processes of an earlier Meproc with that id
 * @param ownProcess whether this process belongs to Meproc alone, so that process-wide properties may be set
 * @param processEvents whether fork events of the kernel are used if available
 * @param directory a folder of the service
 */
public record ProcessSettings(
        LogStore logs,
        String instanceId,
        MarkKey markKey,
        LauncherChoice launcher,
        OutputStream console,
        LeftoverPolicy leftovers,
        boolean ownProcess,
        boolean processEvents,
        Path directory) {

    /** Settings with the log directory as the folder of the service. */
    public ProcessSettings(
            LogStore logs,
            String instanceId,
            MarkKey markKey,
            LauncherChoice launcher,
            OutputStream console,
            LeftoverPolicy leftovers,
            boolean ownProcess,
            boolean processEvents) {
        this(logs, instanceId, markKey, launcher, console, leftovers, ownProcess, processEvents, logs.directory());
    }

    /**
     * The settings of a standalone service, with logs for its user alone, without a console, and with the other
     * defaults.
     */
    public ProcessSettings(Path logDirectory, String instanceId, LauncherChoice launcher) {
        this(new LogStore(logDirectory), instanceId, launcher);
    }

    /** The settings of a standalone service, without a console, and with the other defaults. */
    public ProcessSettings(LogStore logs, String instanceId, LauncherChoice launcher) {
        this(
                logs,
                instanceId,
                MarkKey.random(),
                launcher,
                OutputStream.nullOutputStream(),
                LeftoverPolicy.REFUSE,
                true,
                false);
    }

    /** The same settings with fork events. */
    public ProcessSettings withProcessEvents() {
        return new ProcessSettings(
                logs, instanceId, markKey, launcher, console, leftovers, ownProcess, true, directory);
    }

    /** Creates and proves the marks of processes. */
    Marker marker() {
        return new Marker(instanceId, markKey);
    }
}
