package io.meproc.api;

import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.meproc.task.Health;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.meproc.task.TaskType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A filter of tasks.
 *
 * @param names null for any
 * @param states null for any
 * @param healths null for any
 * @param type null for any
 * @param text a part of the name or the command, in lower case; empty for any
 */
public record Selection(
        @Nullable Set<String> names,
        @Nullable Set<String> states,
        @Nullable Set<String> healths,
        @Nullable TaskType type,
        String text) {

    private static final Selection ANY = new Selection(null, null, null, null, "");
    private static final List<String> HEALTHS =
            Stream.of(Health.values()).map(Health::word).toList();

    /** Selects the tasks with these names; an empty set selects all. */
    public static Selection named(Set<String> names) {
        return new Selection(names.isEmpty() ? null : names, null, null, null, "");
    }

    /**
     * Parses a filter.
     *
     * @param sent returns the received text of a parameter; null if it is missing
     */
    static Selection of(@Nullable Set<String> names, Function<String, @Nullable String> sent) throws InvalidInput {
        String text = sent.apply("q");
        return new Selection(
                names,
                words("state", sent.apply("state"), Task.CONDITIONS),
                words("health", sent.apply("health"), HEALTHS),
                type(sent.apply("type")),
                text == null ? "" : text.toLowerCase(Locale.ROOT));
    }

    private static @Nullable Set<String> words(String parameter, @Nullable String sent, List<String> known)
            throws InvalidInput {
        if (sent == null) {
            return null;
        }
        Set<String> words = new HashSet<>(Arrays.asList(sent.split(",", -1)));
        for (String word : words) {
            if (!known.contains(word)) {
                String allowed = "one or more of " + String.join(", ", known) + ", with commas between them";
                String other = parameter.equals("state") && HEALTHS.contains(word) ? ", which is a health" : "";
                throw InvalidInput.query(
                        parameter, "expected " + allowed + ", got '" + Shown.of(word) + "'" + other, allowed);
            }
        }
        return words;
    }

    /** Whether the filter selects every task. */
    boolean any() {
        return equals(ANY);
    }

    /** Whether the filter has names and no other condition. */
    boolean namesAlone() {
        return names != null && new Selection(null, states, healths, type, text).any();
    }

    private static @Nullable TaskType type(@Nullable String sent) throws InvalidInput {
        if (sent == null) {
            return null;
        }
        String allowed = "one of " + String.join(", ", TaskType.words());
        return TaskType.of(sent).orElseThrow(() -> InvalidInput.value("type", sent, allowed));
    }

    /** The matching tasks of a table, by name. */
    public List<Task> from(TaskTable table) {
        Stream<Task> some = names == null ? table.stream() : names.stream().flatMap(name -> table.find(name).stream());
        return some.filter(this::includes)
                .sorted(Comparator.comparing(Task::name))
                .toList();
    }

    private boolean includes(Task task) {
        return (type == null || task.definition().type() == type)
                && (states == null || states.contains(task.condition()) || failed(task))
                && (healths == null || healths.contains(task.health().word()))
                && (text.isEmpty()
                        || contains(task.name())
                        || contains(task.definition().command().text()));
    }

    /**
     * Whether the filter selects the task as failed. A failed task matches independent of its current state; it may
     * wait for its next fire, for example.
     */
    private boolean failed(Task task) {
        return states != null && task.health() == Health.FAILED && states.contains(Health.FAILED.word());
    }

    private boolean contains(String words) {
        return words.toLowerCase(Locale.ROOT).contains(text);
    }
}
