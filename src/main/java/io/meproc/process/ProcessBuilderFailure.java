package io.meproc.process;

import io.meproc.linux.Errno;
import io.meproc.process.spawn.ChildSetupBuilder;
import io.meproc.process.spawn.SpawnException;
import io.meproc.process.spawn.StepFailure;
import io.meproc.task.command.Command;
import io.meproc.task.exit.StartFailure;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the message of {@link ProcessBuilder} for a failed start. */
final class ProcessBuilderFailure {
    /** A message such as {@code Cannot run program "x" (in directory "y"): error=2, No such file or directory}. */
    private static final Pattern ERROR = Pattern.compile("error=(\\d+), (.*)$", Pattern.DOTALL);

    private static final Map<Integer, String> NAMES = Map.of(
            2, "ENOENT", 7, "E2BIG", 8, "ENOEXEC", 11, "EAGAIN", 12, "ENOMEM", 13, "EACCES", 20, "ENOTDIR", 23,
            "ENFILE", 24, "EMFILE", 26, "ETXTBSY");

    private ProcessBuilderFailure() {}

    static SpawnException about(IOException failed, Command command) {
        String message = String.valueOf(failed.getMessage());
        Matcher error = ERROR.matcher(message);
        String cwd = command.surroundings().cwd();
        String stdin = command.surroundings().stdin();
        if (cwd != null && !new File(cwd).isDirectory()) {
            return new SpawnException(
                    new StartFailure(ChildSetupBuilder.CHDIR, "ENOENT", "cwd " + cwd + ": is no directory", false));
        } else if (stdin != null && !new File(stdin).canRead()) {
            return new SpawnException(ChildSetupBuilder.STDIN, "stdin " + stdin + ": can't be read");
        } else if (!error.find()) {
            return new SpawnException(ChildSetupBuilder.EXEC, message);
        }
        int errno = Integer.parseInt(error.group(1));
        String name = NAMES.getOrDefault(errno, Integer.toString(errno));
        return new SpawnException(new StartFailure(
                ChildSetupBuilder.EXEC,
                name,
                "exec " + StepFailure.program(command) + ": " + error.group(2) + " (" + name + ")",
                Errno.passes(errno)));
    }
}
