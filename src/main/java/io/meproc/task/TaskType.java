package io.meproc.task;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** When the processes of a task start, and what follows when one ends. */
public enum TaskType {
    /** Runs once and stays listed with its exit status. */
    ONCE,
    /** Is started again after any exit. */
    DAEMON,
    /** Runs whenever its cron pattern fires. */
    CRON;

    /** The word for it in requests and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that {@code word} names, in lower case. */
    public static Optional<TaskType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /** All words, in the order in which people should read them. */
    public static List<String> words() {
        return Arrays.stream(values()).map(TaskType::word).toList();
    }
}
