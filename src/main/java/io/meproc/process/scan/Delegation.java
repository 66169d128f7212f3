package io.meproc.process.scan;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Divides the control group that was delegated to this process, see {@link ControlGroups}. */
final class Delegation {
    private static final Logger LOG = LoggerFactory.getLogger(Delegation.class);
    private static final String MEMORY = "memory";

    private Delegation() {}

    /** Moves this process into a group below, and has the groups of the runs count memory if they can. */
    static void divide(Path group) throws IOException {
        make(group.resolve(OwnGroup.SUPERVISOR));
        Files.writeString(
                group.resolve(OwnGroup.SUPERVISOR).resolve(ControlGroup.MEMBERS),
                Long.toString(ProcessHandle.current().pid()));
        try {
            if (!Files.readString(group.resolve(GroupLimits.CONTROLLERS)).contains(MEMORY)) {
                throw new IOException("memory is not counted in " + group);
            }
            Files.writeString(group.resolve(GroupLimits.BELOW), "+" + MEMORY);
        } catch (IOException refused) {
            LOG.info("Runs that end because memory ran out can't be told from others: {}", refused.getMessage());
        }
    }

    static void make(Path group) throws IOException {
        try {
            Files.createDirectory(group);
        } catch (FileAlreadyExistsException earlier) {
            // Left by an earlier process of the supervisor.
        }
    }
}
