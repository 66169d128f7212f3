package io.meproc.task.occasion;

import io.meproc.task.command.Command;
import io.meproc.task.command.Environment;
import java.util.List;

/**
 * What a request adds to the command of a task for one run.
 *
 * @param args arguments after those of the task; for a shell command its positional parameters {@code $1} and so on
 * @param environment variables in addition to those of the task, or in place of them
 */
public record RunParameters(List<String> args, Environment environment) {
    public static final RunParameters NONE = new RunParameters(List.of(), Environment.NONE);
    public static final int MOST_ARGS = 1_000;

    public RunParameters {
        args = List.copyOf(args);
    }

    /** The command of a run. */
    public Command appliedTo(Command command) {
        return equals(NONE) ? command : command.with(args, environment);
    }
}
