package io.meproc.cli;

import java.io.PrintStream;
import java.util.OptionalInt;

/**
 * Where a command writes.
 *
 * @param columns how wide standard output is, if it is a terminal
 * @param rows how high it is then
 */
record Screen(PrintStream out, PrintStream err, boolean colours, OptionalInt columns, OptionalInt rows) {
    private static final String NAME = "meproc: ";

    /** A line of text for people: already plain, with colours perhaps. */
    void line(String text) {
        // Not println, so that a line ends alike everywhere.
        out.print(text + "\n");
    }

    /** Bytes of a task, as they are. */
    void raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
    }

    /** Something about the command itself, beside its result; each line of it is made plain. */
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

    /** Whether nobody reads any more what is written; writes what was kept back. */
    boolean gone() {
        return out.checkError();
    }

    String painted(Colour colour, String text) {
        return colours ? colour.on(text) : text;
    }
}
