package io.meproc.task;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** When the processes of a task start, and what follows when one ends. */
public enum TaskType {
    /** Runs once and stays listed with its exit status. */
    ONCE,
    /** Is started again after every exit. */
    DAEMON,
    /** Runs whenever its cron pattern fires. */
    CRON;

    /** The name of the type in requests and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type with this name, which must be in lower case. */
    public static Optional<TaskType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /** The names of all types, in the order of their documentation. */
    public static List<String> words() {
        return Arrays.stream(values()).map(TaskType::word).toList();
    }
}
