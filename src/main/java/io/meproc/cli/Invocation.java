package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.ParseResult;

/**
 * A parsed command line.
 *
 * @param line the options and parameters
 * @param command the words after {@code --}; may be empty
 */
record Invocation(
        ParseResult line,
        List<String> command,
        Service service,
        Screen screen,
        StandardInput input,
        InstantSource clock) {
    boolean has(String option) {
        return line.hasMatchedOption(option);
    }

    /** The value of an option; empty if it is missing. */
    String value(String option) {
        return line.matchedOptionValue(option, "");
    }

    int number(String option, int otherwise) {
        return line.matchedOptionValue(option, otherwise);
    }

    List<String> values(String option) {
        return line.matchedOptionValue(option, List.of());
    }

    List<String> parameters() {
        return line.matchedPositionalValue(0, List.of());
    }

    /** The only parameter; empty if it is missing. */
    String parameter(String label) throws Failure {
        List<String> all = parameters();
        if (all.size() > 1) {
            throw misused("only one " + label + " is allowed, not also '" + all.get(1) + "'");
        }
        return all.isEmpty() ? "" : all.get(0);
    }

    /** Shows the unchanged answer if {@code --json} is given; returns whether it is. */
    boolean showedJson(JsonNode answer) {
        if (has("--json")) {
            screen.line(Json.write(answer));
            return true;
        }
        return false;
    }

    Failure misused(String words) {
        return new Failure(Code.MISUSED, words);
    }
}
