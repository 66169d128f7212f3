package io.meproc.task.command;

import io.meproc.task.command.Program.ShellLine;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The program of a replica, its account, and its surroundings.
 *
 * @param user the account of the process; null for that of the supervisor
 * @param group the primary group of the process; null for that of the account
 */
public record Command(
        Program program, @Nullable String user, @Nullable String group, Surroundings surroundings) {

    private static final long TEXT_BYTES = 48;
    private static final String VARIABLE = "replica";
    private static final String PLACEHOLDER = "${" + VARIABLE + "}";

    /** A shell command with the supervisor's own surroundings. */
    public Command(String line, @Nullable String user, @Nullable String group) {
        this(new ShellLine(line), user, group, Surroundings.INHERITED);
    }

    /** The command with more arguments, and with variables in addition to its own or in place of them. */
    public Command with(List<String> args, Environment more) {
        return new Command(program.with(args), user, group, surroundings.with(more));
    }

    /** The command as text for messages. */
    public String text() {
        return program.text();
    }

    /** An upper estimate of the memory that its texts need, see {@link #bytes(String)}. */
    public long bytes() {
        return program.bytes()
                + surroundings.environment().bytes()
                + bytes(surroundings.cwd())
                + bytes(surroundings.stdin())
                + surroundings.sockets().stream().mapToLong(ListenSocket::bytes).sum();
    }

    /**
     * An upper estimate of the memory that a text needs, in bytes: two for each character, and a constant for the
     * object.
     */
    public static long bytes(@Nullable String text) {
        return text == null ? 0 : TEXT_BYTES + 2L * text.length();
    }

    /** Whether the process runs under another account or group than it would inherit. */
    public boolean switchesAccount() {
        return user != null || group != null;
    }

    /**
     * Replaces each <code>${replica}</code> by the index of the replica, and <code>$${replica}</code> by
     * <code>${replica}</code>. A shell command stays as it is and gets a variable of that name, so that a command may
     * define the variable itself.
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
