package io.meproc.process;

import java.io.OutputStream;
import java.nio.file.Path;

/**
 * What the process side needs to know.
 *
 * @param logDirectory holds one directory for each task, with the output of its replicas; created when missing
 * @param instanceId tells this Meproc's processes from those of others on the machine, see {@link Marker}
 * @param logAccess who may read the output
 * @param console where the output of those tasks goes as well that ask for it
 */
public record ProcessSettings(
        Path logDirectory, String instanceId, LauncherChoice launcher, LogAccess logAccess, OutputStream console) {
    /** With logs for the supervisor's user alone, and no console. */
    public ProcessSettings(Path logDirectory, String instanceId, LauncherChoice launcher) {
        this(logDirectory, instanceId, launcher, LogAccess.PRIVATE, OutputStream.nullOutputStream());
    }
}
