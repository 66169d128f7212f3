package io.meproc.task.command;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a process executes. */
public sealed interface Program {

    /** The command line as typed into a shell, with special characters quoted. */
    String text();

    /** An upper estimate of the memory that its texts need. */
    long bytes();

    /** The program with each word changed. */
    Program map(UnaryOperator<String> change);

    /** A command line for {@code /bin/sh -c}. */
    record ShellLine(String line) implements Program {
        @Override
        public String text() {
            return line;
        }

        @Override
        public long bytes() {
            return Command.bytes(line);
        }

        @Override
        public Program map(UnaryOperator<String> change) {
            return this;
        }
    }

    /** A program and its arguments, executed without a shell. A program without a slash is searched in PATH. */
    record Words(List<String> words) implements Program {
        private static final Pattern HARMLESS = Pattern.compile("[\\p{L}\\p{N}@%+=:,./_-]+");

        public Words {
            words = List.copyOf(words);
        }

        @Override
        public String text() {
            return words.stream().map(Words::quoted).collect(Collectors.joining(" "));
        }

        @Override
        public long bytes() {
            return words.stream().mapToLong(Command::bytes).sum();
        }

        private static String quoted(String word) {
            return HARMLESS.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
        }

        @Override
        public Program map(UnaryOperator<String> change) {
            return new Words(words.stream().map(change).toList());
        }
    }
}
