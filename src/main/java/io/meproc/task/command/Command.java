package io.meproc.task.command;

import io.meproc.task.command.Program.ShellLine;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a replica executes, as whom, and with what around it.
 *
 * @param user the account that the process runs under; null for the supervisor's own
 * @param group its primary group; null for the user's own
 */
public record Command(
        Program program, @Nullable String user, @Nullable String group, Surroundings surroundings) {

    private static final String VARIABLE = "replica";
    private static final String PLACEHOLDER = "${" + VARIABLE + "}";

    /** A line for the shell, with the supervisor's own surroundings. */
    public Command(String line, @Nullable String user, @Nullable String group) {
        this(new ShellLine(line), user, group, Surroundings.INHERITED);
    }

    /** What it executes, for people. */
    public String text() {
        return program.text();
    }

    /** Whether the process runs under another account or group than it would inherit. */
    public boolean switchesAccount() {
        return user != null || group != null;
    }

    /**
     * With the replica's index for each <code>${replica}</code>. The shell gets a variable of that name instead,
     * so that a line may use the name for something else, as it always could.
     */
    public Command forReplica(int index) {
        UnaryOperator<String> filled = text -> text.replace(PLACEHOLDER, Integer.toString(index));
        Surroundings around = surroundings.map(filled);
        boolean shellAsks = program instanceof ShellLine shell && shell.line().contains(PLACEHOLDER);
        return new Command(
                program.map(filled), user, group, shellAsks ? around.with(VARIABLE, Integer.toString(index)) : around);
    }
}
