package io.meproc.task.command;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process executes. */
public sealed interface Program {

    /** The command line as typed into a shell, with special characters quoted. */
    String text();

    /** An upper estimate of the memory that its texts need. */
    long bytes();

    /** The program with more arguments. */
    Program with(List<String> more);

    /** The program with each word changed. */
    Program map(UnaryOperator<String> change);

    /**
     * A command line for {@code /bin/sh -c}.
     *
     * @param args its positional parameters
     */
    record ShellLine(String line, List<String> args) implements Program {
        public ShellLine {
            args = List.copyOf(args);
        }

        public ShellLine(String line) {
            this(line, List.of());
        }

        /** The words after the name of the shell. */
        public List<String> words() {
            return args.isEmpty()
                    ? List.of("-c", line)
                    : Stream.concat(Stream.of("-c", line, "sh"), args.stream()).toList();
        }

        @Override
        public String text() {
            return line;
        }

        @Override
        public long bytes() {
            return Command.bytes(line) + args.stream().mapToLong(Command::bytes).sum();
        }

        @Override
        public Program with(List<String> more) {
            return new ShellLine(line, more);
        }

        @Override
        public Program map(UnaryOperator<String> change) {
            return new ShellLine(line, args.stream().map(change).toList());
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
        public Program with(List<String> more) {
            return new Words(Stream.concat(words.stream(), more.stream()).toList());
        }

        @Override
        public Program map(UnaryOperator<String> change) {
            return new Words(words.stream().map(change).toList());
        }
    }
}
