package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;

/**
 * The cleanup of {@code run} after a signal: stops the task, waits for its end and removes it. It does not need the
 * main thread, which may be blocked in a write.
 */
record RunStop(Invocation call, Target target) implements EndRequest.Cleanup {
    private static final Set<String> OVER = Set.of("finished", "failed", "stopped");

    /** The time for the verb to write the last output after the task has ended. */
    private static final Duration OUTPUT_TIME = Duration.ofMillis(300);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    /** The time for the verb to list the task, if the signal arrived before. */
    private static final Duration LISTING_TIME = Duration.ofSeconds(5);

    static boolean isOver(JsonNode task) {
        return OVER.contains(task.path("state").asText());
    }

    static void request(Invocation call, Target target) throws Failure {
        call.service().post(target.path() + "/stop?wait=false");
    }

    /** Removes the task if it is listed. */
    static void remove(Invocation call, Target target) {
        try {
            call.service().call(Request.of("DELETE", target.path()));
        } catch (Failure gone) {
            // The failure before this one is reported.
        }
    }

    @Override
    public void run(EndRequest request) {
        try {
            request(call, target);
            PollInterval interval = new PollInterval();
            while (!isOver(call.service().get(target.path()))) {
                Duration pause = interval.next(0);
                if (request.over(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE)) {
                    return;
                }
            }
            request.settle();
        } catch (Failure failure) {
            // Without a service, or after a removal, the verb ends by itself. A task that is just being listed is
            // removed by the verb.
            request.over(failure.code() == Code.UNKNOWN ? LISTING_TIME : Duration.ZERO);
            return;
        }
        if (!request.over(OUTPUT_TIME) && !call.has("--keep")) {
            remove(call, target);
        }
    }
}
