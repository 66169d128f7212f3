package io.meproc.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meproc.task.TaskDefinition;
import io.meproc.task.command.Command;
import io.meproc.task.command.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses the command of a task and its user and group. */
final class CommandFields {
    private static final int MOST_WORDS = 1_000;
    private static final int LONGEST_ACCOUNT = 256;
    private static final String LINE = "a command line for /bin/sh";
    private static final String WORDS = "a list of 1 to " + MOST_WORDS
            + " strings, a program and its arguments, which are executed without a shell";

    private final Fields fields;

    CommandFields(Fields fields) {
        this.fields = fields;
    }

    Command command() throws InvalidInput {
        Program program = program();
        String user = account("user");
        String group = account("group");
        return new Command(program, user, group, new SurroundingFields(fields).surroundings());
    }

    List<InvalidInput.Part> parts() {
        return Stream.concat(
                        Stream.<InvalidInput.Part>of(this::program, () -> account("user"), () -> account("group")),
                        new SurroundingFields(fields).parts().stream())
                .toList();
    }

    /** Parses cmd and args, of which exactly one is required. */
    Program program() throws InvalidInput {
        Sent line = fields.find("cmd");
        Sent words = fields.find("args");
        if (line != null && words != null) {
            throw words.wrong("excludes cmd; give one of the two, cmd as " + LINE + ", or args as " + WORDS);
        } else if (line != null) {
            return new Program.ShellLine(line(line));
        } else if (words != null) {
            return new Program.Words(words(words));
        }
        throw fields.missing("cmd", "is required, or args in its place; cmd is " + LINE + ", args is " + WORDS, LINE);
    }

    private static String line(Sent sent) throws InvalidInput {
        String line = sent.text(LINE);
        int bytes = line.getBytes(UTF_8).length;
        if (line.isBlank()) {
            throw sent.wrong("is empty; expected " + LINE);
        } else if (bytes > TaskDefinition.MAX_COMMAND_BYTES) {
            throw sent.wrong("has " + bytes + " bytes; at most " + TaskDefinition.MAX_COMMAND_BYTES
                    + " are allowed, put more into a script");
        }
        return line;
    }

    private static List<String> words(Sent sent) throws InvalidInput {
        List<String> words = new ArrayList<>();
        for (Sent element : sent.elements(WORDS, MOST_WORDS)) {
            String word = element.text(Sent.STRING, TaskDefinition.MAX_COMMAND_BYTES);
            if (words.isEmpty() && word.isBlank()) {
                throw element.wrong("is empty; expected a program");
            }
            words.add(word);
        }
        return words;
    }

    private @Nullable String account(String field) throws InvalidInput {
        String name = fields.text(field, "the name of a " + field);
        if (name != null && (name.isBlank() || name.length() > LONGEST_ACCOUNT || name.startsWith("-"))) {
            String allowed = "the name of a " + field + ", 1 to " + LONGEST_ACCOUNT + " characters, the first not -";
            throw InvalidInput.field(field, "expected " + allowed + ", got '" + Shown.of(name) + "'", allowed);
        }
        return name;
    }
}
