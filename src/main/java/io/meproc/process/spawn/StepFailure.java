package io.meproc.process.spawn;

import io.meproc.linux.Errno;
import io.meproc.task.command.Command;
import io.meproc.task.command.Program;
import io.meproc.task.command.Surroundings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Composes the message for a failed step: its object, the reason, and a remedy if there is one. */
public final class StepFailure {
    private static final int LONGEST_ARGUMENT = 131_071;

    private StepFailure() {}

    static SpawnException about(ChildSetup.Failed failed, Command command) {
        String step = failed.step();
        Surroundings around = command.surroundings();
        String what = switch (step) {
            case ChildSetupBuilder.EXEC -> "exec " + program(command);
            case ChildSetupBuilder.CHDIR -> "cwd " + around.cwd();
            case ChildSetupBuilder.STDIN -> "stdin " + around.stdin();
            case ChildSetupBuilder.USER -> "user and group";
            case ChildSetupBuilder.NICE -> "nice " + around.nice();
            case ChildSetupBuilder.OOM_SCORE -> "oom_score_adj " + around.oomScore();
            default -> step;
        };
        return SpawnException.of(step, what, failed.errno(), remark(failed, command));
    }

    /** The program to be executed. */
    public static String program(Command command) {
        return command.program() instanceof Program.Words words ? words.words().get(0) : ChildSetupBuilder.SHELL;
    }

    private static String remark(ChildSetup.Failed failed, Command command) {
        if (failed.errno() == Errno.E2BIG) {
            return tooLarge(command);
        } else if (failed.errno() == Errno.EAGAIN) {
            return "a limit on the number of processes is reached";
        } else if (failed.step().equals(ChildSetupBuilder.EXEC)
                && failed.errno() == Errno.ENOENT
                && exists(program(command))) {
            return "it is there, but the program that it needs to be run by is not";
        }
        return "";
    }

    private static String tooLarge(Command command) {
        List<String> words = command.program() instanceof Program.Words list ? list.words() : List.of(command.text());
        int longest = words.stream()
                .mapToInt(word -> word.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
        return longest > LONGEST_ARGUMENT
                ? (command.program() instanceof Program.Words ? "an argument" : "cmd") + " has " + longest
                        + " bytes, the kernel takes " + LONGEST_ARGUMENT + " at most"
                : "command and environment together are too large";
    }

    private static boolean exists(String program) {
        try {
            return program.startsWith("/") && Files.exists(Path.of(program));
        } catch (InvalidPathException unspeakable) {
            return false;
        }
    }
}
