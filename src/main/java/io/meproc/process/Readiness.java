package io.meproc.process;

import io.meproc.logs.LogException;
import io.meproc.process.spawn.ProgramFile;
import io.meproc.task.ReplicaId;
import io.meproc.task.TaskDefinition;
import io.meproc.task.command.Command;
import io.meproc.task.command.Surroundings;
import io.meproc.task.exit.StartFailure;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a start would succeed, before a process is stopped for it. Only certain obstacles count: the
 * permissions of the task's user are known only at the start. For a thread that may block.
 */
final class Readiness {
    /** The number of replicas that are checked. */
    private static final int MOST_REPLICAS = 100;

    private final Logs logs;

    /** Makes sure that the log of a replica can be written to. */
    interface Logs {
        void probe(ReplicaId replica) throws LogException;
    }

    Readiness(Logs logs) {
        this.logs = logs;
    }

    /**
     * The reason for which a start would fail; null if none is known.
     *
     * @param index the replica to be started; null for all
     */
    @Nullable
    String obstacle(TaskDefinition definition, @Nullable Integer index) {
        int first = index == null ? 0 : index;
        int end = index == null ? Math.min(definition.replicas(), MOST_REPLICAS) : index + 1;
        for (int replica = first; replica < end; replica++) {
            String obstacle = obstacle(definition.command().forReplica(replica));
            if (obstacle != null) {
                return obstacle;
            }
            try {
                logs.probe(new ReplicaId(definition.name(), replica));
            } catch (LogException failed) {
                return failed.failure().words();
            }
        }
        return null;
    }

    private static @Nullable String obstacle(Command command) {
        Surroundings around = command.surroundings();
        try {
            if (around.cwd() != null && !Files.isDirectory(Path.of(around.cwd()))) {
                return "cwd " + around.cwd() + ": there is no such directory";
            } else if (around.stdin() != null && Files.notExists(Path.of(around.stdin()))) {
                return "stdin " + around.stdin() + ": there is no such file";
            }
            StartFailure program = ProgramFile.obstacle(command);
            return program == null ? null : program.words();
        } catch (InvalidPathException foreign) {
            return null;
        }
    }
}
