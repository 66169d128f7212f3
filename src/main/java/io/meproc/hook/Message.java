package io.meproc.hook;

import io.meproc.task.hook.HookEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of a notification.
 *
 * @param id identifies it at its target; the same in every attempt
 * @param event the kind of the event, {@value #TRIAL} for a trial
 * @param task the name of the task; empty for a trial
 * @param replica the index of the replica that the event is about; null for the whole task
 * @param run null without a run
 * @param words a description of the event
 * @param at when the event happened
 * @param others the number of earlier events that are not reported
 * @param output the last lines of the run, without control characters
 * @param link the address of the task on the page
 */
record Message(
        String id,
        String event,
        String task,
        @Nullable Integer replica,
        @Nullable RunFacts run,
        String words,
        Instant at,
        int others,
        String node,
        List<String> output,
        Optional<String> link) {
    static final String TRIAL = "test";

    /**
     * The run that the event is about.
     *
     * @param end its end as a JSON object; null while it is live, or if it is not known
     */
    record RunFacts(long number, @Nullable String end) {}

    Message {
        output = List.copyOf(output);
    }

    /** A line that names the task, the event and the node. */
    String title() {
        return event.equals(TRIAL) ? "Meproc on " + node + ": a trial" : task + " " + phrase() + " on " + node;
    }

    private String phrase() {
        return HookEvent.of(event)
                .map(known -> switch (known) {
                    case FAILED -> "failed";
                    case RECOVERED -> "recovered";
                    case STARTED -> "started";
                    case ENDED -> "ended";
                    case MISSED -> "was missed";
                    case LATE -> "is late";
                })
                .orElse(event);
    }

    /** Whether it reports trouble. */
    boolean bad() {
        return List.of("failed", "missed", "late").contains(event);
    }

    /** {@code web:1}, or the name of the task alone. */
    String subject() {
        return replica == null ? task : task + ":" + replica;
    }
}
