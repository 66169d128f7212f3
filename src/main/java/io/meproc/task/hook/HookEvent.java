package io.meproc.task.hook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of events of a task of which targets are notified. */
public enum HookEvent {
    /** The health of the task has become worse: it is failing, or has failed for good. */
    FAILED,
    /** The health of the task is ok again. */
    RECOVERED,
    /** The task, or a replica of it, was started, and not by its policy after an end. */
    STARTED,
    /** A run has ended or could not be started. */
    ENDED,
    /** A cron task was not started when it was due. */
    MISSED,
    /** The success that is expected of the task did not come in time. */
    LATE;

    /** The name in definitions and notifications, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<HookEvent> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(HookEvent::word).toList();
    }
}
