package io.meproc.bench;

import java.util.Collection;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param quick fewer rounds, for a look rather than for a record
 * @param markdown a table for the documentation instead of one for a terminal
 */
record Options(boolean quick, boolean markdown, List<String> benchmarks) {
    static Options parse(List<String> arguments, Collection<String> known) {
        List<String> chosen =
                arguments.stream().filter(word -> !word.startsWith("--")).toList();
        arguments.stream()
                .filter(word -> word.startsWith("--")
                        ? !List.of("--quick", "--markdown").contains(word)
                        : !known.contains(word))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new IllegalArgumentException("unknown argument " + unknown
                            + "; there are --quick, --markdown and " + String.join(", ", known));
                });
        return new Options(
                arguments.contains("--quick"),
                arguments.contains("--markdown"),
                known.stream()
                        .filter(name -> chosen.isEmpty() || chosen.contains(name))
                        .toList());
    }

    /** How often, by how long a run may take. */
    int times(int thorough, int quickly) {
        return quick ? quickly : thorough;
    }
}
