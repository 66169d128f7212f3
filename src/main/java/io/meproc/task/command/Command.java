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

    private static final long TEXT_BYTES = 48;
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

    /** Bytes that its texts take in memory, see {@link #bytes(String)}. */
    public long bytes() {
        return program.bytes()
                + surroundings.environment().bytes()
                + bytes(surroundings.cwd())
                + bytes(surroundings.stdin());
    }

    /** Bytes that a text takes in memory, at most: two for a character, and some for the text itself. */
    public static long bytes(@Nullable String text) {
        return text == null ? 0 : TEXT_BYTES + 2L * text.length();
    }

    /** Whether the process runs under another account or group than it would inherit. */
    public boolean switchesAccount() {
        return user != null || group != null;
    }

    /**
     * With the replica's index for each <code>${replica}</code>; <code>$${replica}</code> is <code>${replica}</code> itself.
     * The shell gets a variable of that name instead, so that a line may use the name for something else, as it always
     * could.
     */
    public Command forReplica(int index) {
        UnaryOperator<String> filled = text -> filled(text, Integer.toString(index));
        Surroundings around = surroundings.map(filled);
        return new Command(
                program.map(filled),
                user,
                group,
                program instanceof ShellLine ? around.withDefault(VARIABLE, Integer.toString(index)) : around);
    }

    private static String filled(String text, String index) {
        int at = text.indexOf(PLACEHOLDER);
        if (at < 0) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        int done = 0;
        for (; at >= 0; at = text.indexOf(PLACEHOLDER, done)) {
            boolean escaped = at > done && text.charAt(at - 1) == '$';
            filled.append(text, done, escaped ? at - 1 : at).append(escaped ? PLACEHOLDER : index);
            done = at + PLACEHOLDER.length();
        }
        return filled.append(text, done, text.length()).toString();
    }
}
