package io.meproc.api;

import io.meproc.json.InvalidInput;
import io.meproc.task.Health;
import io.meproc.task.Task;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list. A page ends at the position of a task, and the next page begins after it. The position contains all
 * properties that the order depends on, so that it stays valid when the task changes or is removed.
 */
enum Sorting {
    NAME {
        @Override
        Comparator<Task> order() {
            return Comparator.comparing(Task::name);
        }

        @Override
        String position(Task task) {
            return task.name();
        }

        @Override
        Predicate<Task> behind(String position) {
            return task -> task.name().compareTo(position) > 0;
        }
    },
    /** Failed tasks, then failing ones, then the others; each by name. */
    TROUBLE {
        @Override
        Comparator<Task> order() {
            return Comparator.comparing(Task::health).reversed().thenComparing(Task::name);
        }

        @Override
        String position(Task task) {
            return task.health().word() + SEPARATOR + task.name();
        }

        @Override
        Predicate<Task> behind(String position) throws InvalidInput {
            int end = position.indexOf(SEPARATOR);
            String name = position.substring(end + 1);
            Health health = Stream.of(Health.values())
                    .filter(each -> position.startsWith(each.word() + SEPARATOR))
                    .findFirst()
                    .orElseThrow(() -> InvalidInput.value("after", position, POSITION));
            return task -> task.health().compareTo(health) < 0
                    || (task.health() == health && task.name().compareTo(name) > 0);
        }
    };

    /** A character that names of tasks can't contain. */
    private static final String SEPARATOR = "/";

    private static final String POSITION = "the next of a list with the same sort, such as 'failing/web'";
    private static final String WORDS = "name or trouble";

    /** The order that was requested; by default by name. */
    static Sorting of(@Nullable String sent) throws InvalidInput {
        if (sent == null || sent.equals("name")) {
            return NAME;
        } else if (sent.equals("trouble")) {
            return TROUBLE;
        }
        throw InvalidInput.value("sort", sent, WORDS);
    }

    abstract Comparator<Task> order();

    abstract String position(Task task);

    /** Accepts the tasks after {@code position}. */
    abstract Predicate<Task> behind(String position) throws InvalidInput;
}
