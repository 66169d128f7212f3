package io.meproc.cli;

import java.io.PrintStream;
import java.util.OptionalInt;

/**
 * The output of a command.
 *
 * @param columns the width of standard output, if it is a terminal
 * @param rows its height
 */
record Screen(PrintStream out, PrintStream err, boolean colours, OptionalInt columns, OptionalInt rows) {
    private static final String NAME = "meproc: ";

    /** Writes a line of text that has no control characters except colours. */
    void line(String text) {
        // Not println, so that the line end is the same on every platform.
        out.print(text + "\n");
    }

    /** Writes bytes of a task's output unchanged. */
    void raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    /** Writes a message about the command to standard error; control characters are escaped. */
    void note(String words) {
        out.flush();
        StringBuilder lines = new StringBuilder(NAME);
        String separator = "";
        for (String line : words.split("\n", -1)) {
            lines.append(separator).append(Plain.of(line));
            separator = "\n";
        }
        err.print(lines.append('\n'));
        err.flush();
    }

    /** Whether standard output is closed; flushes it first. */
    boolean gone() {
        return out.checkError();
    }

    String painted(Colour colour, String text) {
        return colours ? colour.on(text) : text;
    }
}
