package io.meproc.cli;

import io.meproc.text.Nearest;
import java.util.List;
import java.util.Optional;

/** Adds suggestions to the failure for an unknown task. */
final class UnknownTask {
    private static final String TYPE = "unknown-task";

    private final Service service;
    private Optional<List<String>> names = Optional.empty();

    UnknownTask(Service service) {
        this.service = service;
    }

    /** The failure with suggestions, if it is about one of these targets and the target's task is not listed. */
    Failure explained(Failure failure, List<String> targets) {
        if (failure.problem() == null
                || targets.isEmpty()
                || !failure.problem().path("type").asText().endsWith(TYPE)) {
            return failure;
        }
        try {
            for (String word : targets) {
                String task = Target.of(word).task();
                if (!names().contains(task)) {
                    return failure.withWords(failure.words() + Nearest.question(task, names()));
                }
            }
        } catch (Failure noNames) {
            // The first failure is reported.
        }
        return failure;
    }

    private List<String> names() throws Failure {
        if (names.isEmpty()) {
            names = Optional.of(new TaskList(service).names());
        }
        return names.get();
    }
}
