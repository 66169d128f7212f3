package io.meproc.api;

import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.meproc.task.cron.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists the fires of all tasks in an interval, in the order of their times.
 *
 * @param from the beginning, which counts
 * @param to the end, which does not count
 * @param limit the most fires
 * @param perTask the most fires of one task
 * @param names the tasks; empty for all
 */
record UpcomingFires(Instant from, Instant to, int limit, int perTask, Set<String> names) {
    static final int MOST = 1_000;
    private static final int USUAL = 100;
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String INTERVAL = "a time later than from, by at most 366 days";

    private record Fire(Instant at, Task task, Timetable timetable, int number) {
        @Nullable
        Fire next() {
            return timetable
                    .next(at)
                    .map(later -> new Fire(later, task, timetable, number + 1))
                    .orElse(null);
        }
    }

    static UpcomingFires of(Parameters parameters, Instant now) throws InvalidInput {
        HistoryParameters times = new HistoryParameters(parameters);
        Instant from = Objects.requireNonNullElse(times.time("from"), now);
        Instant to = times.time("to");
        Instant end = to == null ? from.plus(DAY) : to;
        if (!end.isAfter(from) || Duration.between(from, end).compareTo(LONGEST) > 0) {
            throw InvalidInput.query("to", "is not " + INTERVAL, INTERVAL);
        }
        int limit = (int) parameters.integer("limit", 1, MOST, USUAL);
        String names = parameters.text("task");
        return new UpcomingFires(
                from,
                end,
                limit,
                (int) parameters.integer("perTask", 1, MOST, Integer.MAX_VALUE),
                names == null ? Set.of() : Set.copyOf(Arrays.asList(names.split(",", -1))));
    }

    /** The answer; takes some microseconds for each task and each fire. */
    Reply of(TaskTable table) {
        PriorityQueue<Fire> queue = new PriorityQueue<>(
                Comparator.comparing(Fire::at).thenComparing(fire -> fire.task().name()));
        table.stream()
                .filter(task -> names.isEmpty() || names.contains(task.name()))
                .forEach(task -> add(queue, first(task, table)));
        List<Fire> fires = new ArrayList<>();
        while (!queue.isEmpty() && fires.size() < limit) {
            Fire fire = queue.remove();
            fires.add(fire);
            add(queue, fire.next());
        }
        Instant next = queue.isEmpty() ? null : queue.peek().at();
        Content body = json -> {
            json.writeStartObject();
            json.writeStringField("from", from.toString());
            json.writeStringField("to", to.toString());
            json.writeArrayFieldStart("fires");
            for (Fire fire : fires) {
                json.writeStartObject();
                json.writeStringField("task", fire.task().name());
                json.writeStringField("at", fire.at().toString());
                json.writeStringField("zone", fire.timetable().zone().getId());
                json.writeStringField(
                        "local",
                        fire.at().atZone(fire.timetable().zone()).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
                json.writeBooleanField("paused", fire.task().pausedSince().isPresent());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("next", next == null ? null : next.toString());
            json.writeEndObject();
        };
        return Reply.of(200, null, body);
    }

    /** The first fire of a task; null for one that does not fire, such as a stopped one. */
    private @Nullable Fire first(Task task, TaskTable table) {
        Timetable timetable = task.held() ? null : table.timetable(task);
        return timetable == null
                ? null
                : timetable
                        .next(from.minusNanos(1))
                        .map(at -> new Fire(at, task, timetable, 1))
                        .orElse(null);
    }

    private void add(PriorityQueue<Fire> queue, @Nullable Fire fire) {
        if (fire != null && fire.at().isBefore(to) && fire.number() <= perTask) {
            queue.add(fire);
        }
    }
}
