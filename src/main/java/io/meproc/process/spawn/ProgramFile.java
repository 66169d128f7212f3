package io.meproc.process.spawn;

import io.meproc.task.command.Command;
import io.meproc.task.command.Program;
import io.meproc.task.command.Surroundings;
import io.meproc.task.exit.StartFailure;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the file that a command is about to execute, if no other code would report its fault, or not in time. Only
 * certain faults count.
 */
public final class ProgramFile {
    private ProgramFile() {}

    /** The failure that execve(2) would report, as far as it is certain; null for none. */
    public static @Nullable StartFailure obstacle(Command command) {
        if (File.separatorChar != '/' || !(command.program() instanceof Program.Words words)) {
            return null;
        }
        String name = words.words().get(0);
        try {
            return name.contains("/") ? named(name, command.surroundings()) : sought(name, command.surroundings());
        } catch (InvalidPathException foreign) {
            return null;
        }
    }

    private static @Nullable StartFailure named(String name, Surroundings around) {
        Path file = Path.of(around.cwd() == null ? "" : around.cwd()).resolve(name);
        if (Files.notExists(file)) {
            return missing(name);
        }
        return Files.isDirectory(file) || !Files.isExecutable(file)
                ? failure(name, "EACCES", "Permission denied")
                : null;
    }

    private static @Nullable StartFailure sought(String name, Surroundings around) {
        String search = around.environment().variables().getOrDefault("PATH", System.getenv("PATH"));
        List<String> directories = search == null ? List.of() : Arrays.asList(search.split(":", -1));
        boolean certain = !directories.isEmpty() && directories.stream().allMatch(each -> each.startsWith("/"));
        return certain && directories.stream().allMatch(each -> Files.notExists(Path.of(each, name)))
                ? missing(name)
                : null;
    }

    private static StartFailure missing(String name) {
        return failure(name, "ENOENT", "No such file or directory");
    }

    private static StartFailure failure(String name, String errno, String why) {
        return new StartFailure(ChildSetupBuilder.EXEC, errno, "exec " + name + ": " + why + " (" + errno + ")", false);
    }
}
