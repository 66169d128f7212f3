package io.meproc.process;

import io.meproc.task.ReplicaId;
import io.meproc.task.TaskDefinition;
import io.meproc.task.command.Command;
import io.meproc.task.command.Program;
import io.meproc.task.command.Surroundings;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a start would find what it needs, asked before a process is stopped for it. Only what is certain counts: what the
 * user of the task may do is known at the start alone. For a thread that may block.
 */
final class Readiness {
    /** Of a task with more replicas the first ones tell enough. */
    private static final int MOST_REPLICAS = 100;

    private final Logs logs;

    /** Makes sure that the log of a replica can be written to. */
    interface Logs {
        void probe(ReplicaId replica) throws SpawnException;
    }

    Readiness(Logs logs) {
        this.logs = logs;
    }

    /**
     * What a start would fail for; null for nothing that can be known.
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
            } catch (SpawnException failed) {
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
            return program(command.program(), around);
        } catch (InvalidPathException foreign) {
            return null;
        }
    }

    private static @Nullable String program(Program program, Surroundings around) {
        String name = program instanceof Program.Words words ? words.words().get(0) : Preparation.SHELL;
        if (name.contains("/")) {
            Path path = Path.of(around.cwd() == null ? "" : around.cwd()).resolve(name);
            return Files.notExists(path)
                    ? "exec " + name + ": there is no such file"
                    : Files.isDirectory(path) || !Files.isExecutable(path) ? "exec " + name + ": is not executable" : null;
        }
        String search = around.environment().variables().getOrDefault("PATH", System.getenv("PATH"));
        List<String> directories = search == null ? List.of() : Arrays.asList(search.split(":", -1));
        boolean certain = !directories.isEmpty() && directories.stream().allMatch(each -> each.startsWith("/"));
        return certain && directories.stream().allMatch(each -> Files.notExists(Path.of(each, name)))
                ? "exec " + name + ": there is no such program in " + search
                : null;
    }
}
