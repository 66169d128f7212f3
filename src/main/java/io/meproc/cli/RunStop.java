package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;

/**
 * What ends a run when its client was asked to end: stops the task, waits for its end and removes it. It needs nothing of
 * the main thread, which may be stuck in writing.
 */
record RunStop(Invocation call, Target target) implements EndRequest.RunResult {
    private static final Set<String> OVER = Set.of("finished", "failed", "stopped");

    /** For the verb to write the end of the output, once the task has ended. */
    private static final Duration LAST_OUTPUT = Duration.ofMillis(300);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    /** For the verb to list the task, when the request came before. */
    private static final Duration LISTING = Duration.ofSeconds(5);

    static boolean isOver(JsonNode task) {
        return OVER.contains(task.path("state").asText());
    }

    static void request(Invocation call, Target target) throws Failure {
        call.service().post(target.path() + "/stop?wait=false");
    }

    /** Removes the task, if it is there. */
    static void forget(Invocation call, Target target) {
        try {
            call.service().call(Request.of("DELETE", target.path()));
        } catch (Failure gone) {
            // It is the failure before that is reported.
        }
    }

    @Override
    public void run(EndRequest request) {
        try {
            request(call, target);
            Pace pace = new Pace();
            while (!isOver(call.service().get(target.path()))) {
                Duration pause = pace.next(0);
                if (request.over(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE)) {
                    return;
                }
            }
            request.settle();
        } catch (Failure failure) {
            // Without a service, or when it is removed, the verb ends by itself; what is just being listed, it removes.
            request.over(failure.code() == Code.UNKNOWN ? LISTING : Duration.ZERO);
            return;
        }
        if (!request.over(LAST_OUTPUT) && !call.has("--keep")) {
            forget(call, target);
        }
    }
}
