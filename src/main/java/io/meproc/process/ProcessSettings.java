package io.meproc.process;

import java.nio.file.Path;

/**
 * What the process side needs to know.
 *
 * @param logDirectory holds one directory for each task, with the output of its replicas; created when missing
 * @param instanceId tells this Meproc's processes from those of others on the machine, see {@link Marker}
 */
public record ProcessSettings(Path logDirectory, String instanceId, LauncherChoice launcher) {}
