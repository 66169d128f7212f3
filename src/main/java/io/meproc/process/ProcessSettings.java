package io.meproc.process;

import io.meproc.logs.LogStore;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * What the process side needs to know.
 *
 * @param logs opens the files that processes write to; its directory is created when missing
 * @param instanceId tells this Meproc's processes from those of others on the machine, see {@link Marker}
 * @param markKey proves that processes are this Meproc's
 * @param console where the output of those tasks goes as well that ask for it
 * @param leftovers what is done about processes of an earlier Meproc with that id
 * @param ownProcess whether this process is Meproc's alone, so that what concerns all of it may be set
 * @param processEvents whether the kernel is asked to report each fork, where it does
 */
public record ProcessSettings(
        LogStore logs,
        String instanceId,
        MarkKey markKey,
        LauncherChoice launcher,
        OutputStream console,
        LeftoverPolicy leftovers,
        boolean ownProcess,
        boolean processEvents) {

    /** Those of a service of its own, with logs for its user alone, no console, and the other defaults. */
    public ProcessSettings(Path logDirectory, String instanceId, LauncherChoice launcher) {
        this(new LogStore(logDirectory), instanceId, launcher);
    }

    /** Those of a service of its own, with no console, and the other defaults. */
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

    /** The same, with the forks reported. */
    public ProcessSettings withProcessEvents() {
        return new ProcessSettings(logs, instanceId, markKey, launcher, console, leftovers, ownProcess, true);
    }

    /** What marks the processes, and proves the marks. */
    Marker marker() {
        return new Marker(instanceId, markKey);
    }
}
