package io.meproc.process;

import java.io.OutputStream;
import java.nio.file.Path;

/**
 * What the process side needs to know.
 *
 * @param logDirectory holds one directory for each task, with the output of its replicas; created when missing
 * @param instanceId tells this Meproc's processes from those of others on the machine, see {@link Marker}
 * @param markKey proves that processes are this Meproc's
 * @param logAccess who may read the output
 * @param console where the output of those tasks goes as well that ask for it
 * @param leftovers what is done about processes of an earlier Meproc with that id
 * @param ownProcess whether this process is Meproc's alone, so that what concerns all of it may be set
 * @param processEvents whether the kernel is asked to report each fork, where it does
 * @param permit is asked before each start
 */
public record ProcessSettings(
        Path logDirectory,
        String instanceId,
        MarkKey markKey,
        LauncherChoice launcher,
        LogAccess logAccess,
        OutputStream console,
        LeftoverPolicy leftovers,
        boolean ownProcess,
        boolean processEvents,
        StartPermit permit) {

    /** Those of a service of its own, with logs for its user alone, no console, and the other defaults. */
    public ProcessSettings(Path logDirectory, String instanceId, LauncherChoice launcher) {
        this(logDirectory, instanceId, launcher, LogAccess.PRIVATE, OutputStream.nullOutputStream());
    }

    /** Those of a service of its own, with the other defaults. */
    public ProcessSettings(
            Path logDirectory, String instanceId, LauncherChoice launcher, LogAccess logAccess, OutputStream console) {
        this(
                logDirectory,
                instanceId,
                MarkKey.random(),
                launcher,
                logAccess,
                console,
                LeftoverPolicy.REFUSE,
                true,
                false,
                StartPermit.ALWAYS);
    }

    /** The same, with the forks reported. */
    public ProcessSettings withProcessEvents() {
        return new ProcessSettings(
                logDirectory, instanceId, markKey, launcher, logAccess, console, leftovers, ownProcess, true, permit);
    }

    /** What marks the processes, and proves the marks. */
    Marker marker() {
        return new Marker(instanceId, markKey);
    }
}
