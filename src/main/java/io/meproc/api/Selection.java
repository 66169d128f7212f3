package io.meproc.api;

import io.meproc.json.Shown;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.meproc.task.TaskType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are meant.
 *
 * @param names null for any
 * @param states null for any
 * @param type null for any
 * @param text in the name or the command, in lower case; empty for any
 */
public record Selection(
        @Nullable Set<String> names,
        @Nullable Set<String> states,
        @Nullable TaskType type,
        String text) {

    /** Those of these names; of none, all. */
    public static Selection named(Set<String> names) {
        return new Selection(names.isEmpty() ? null : names, null, null, "");
    }

    /** From texts as they were sent, {@code states} with commas between them; null for what was not sent. */
    static Selection of(
            @Nullable Set<String> names, @Nullable String states, @Nullable String type, @Nullable String text)
            throws Refused {
        return new Selection(names, states(states), type(type), text == null ? "" : text.toLowerCase(Locale.ROOT));
    }

    private static @Nullable Set<String> states(@Nullable String sent) throws Refused {
        if (sent == null) {
            return null;
        }
        Set<String> states = new HashSet<>(Arrays.asList(sent.split(",", -1)));
        for (String state : states) {
            if (!Task.CONDITIONS.contains(state)) {
                String allowed = "one or more of " + String.join(", ", Task.CONDITIONS) + ", with commas between them";
                throw Refused.query("state", "expected " + allowed + ", got '" + Shown.of(state) + "'", allowed);
            }
        }
        return states;
    }

    private static @Nullable TaskType type(@Nullable String sent) throws Refused {
        if (sent == null) {
            return null;
        }
        String allowed = "one of " + String.join(", ", TaskType.words());
        return TaskType.of(sent)
                .orElseThrow(
                        () -> Refused.query("type", "expected " + allowed + ", got '" + Shown.of(sent) + "'", allowed));
    }

    /** Those of a table, by name. */
    public List<Task> from(TaskTable table) {
        Stream<Task> some = names == null ? table.stream() : names.stream().flatMap(name -> table.find(name).stream());
        return some.filter(this::includes)
                .sorted(Comparator.comparing(Task::name))
                .toList();
    }

    private boolean includes(Task task) {
        return (type == null || task.definition().type() == type)
                && (states == null || states.contains(task.condition()))
                && (text.isEmpty()
                        || contains(task.name())
                        || contains(task.definition().command().text()));
    }

    private boolean contains(String words) {
        return words.toLowerCase(Locale.ROOT).contains(text);
    }
}
