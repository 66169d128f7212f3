package io.meproc.task.occasion;

import java.time.Instant;
import java.util.List;

/**
 * Why a run was started, as it is kept with the run.
 *
 * @param due see {@link Occasion}
 * @param attempt how many runs for the same occasion have failed before
 * @param args the arguments that a request has added
 * @param variables the names of the variables that a request has added; their values may be secret and are not kept
 */
public record RunOccasion(Occasion.Kind kind, Instant due, int attempt, List<String> args, List<String> variables) {
    public RunOccasion {
        args = List.copyOf(args);
        variables = List.copyOf(variables);
    }
}
