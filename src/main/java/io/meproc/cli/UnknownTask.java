package io.meproc.cli;

import java.util.List;

/** A refusal because no task has the name, with the names that may have been meant. */
final class UnknownTask {
    private static final String TYPE = "unknown-task";

    private UnknownTask() {}

    /** The failure with more words, if it is about a task that is not listed. */
    static Failure explained(Failure failure, Invocation call) {
        List<String> words = call.parameters();
        if (failure.problem() == null
                || words.isEmpty()
                || !failure.problem().path("type").asText().endsWith(TYPE)) {
            return failure;
        }
        try {
            List<String> names = new TaskList(call.service()).names();
            for (String word : words) {
                String task = Target.of(word).task();
                if (!names.contains(task)) {
                    return failure.withWords(failure.words() + Nearest.question(task, names));
                }
            }
        } catch (Failure noNames) {
            // The first failure is the one to report.
        }
        return failure;
    }
}
