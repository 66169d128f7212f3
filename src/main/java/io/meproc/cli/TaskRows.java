package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Renders tasks as rows of a table. */
final class TaskRows {
    private static final int NAME_LEAST = 12;
    private static final int SINCE_LEAST = 8;
    private static final int EXIT_LEAST = 12;

    /** The index of the first {@link UsageColumns}. */
    private static final int USAGE = 3;

    private static final List<Column> COLUMNS = List.of(
            new Column("NAME", NAME_LEAST, 0),
            Column.whole("STATE", 0),
            Column.whole("REPLICAS", 3),
            Column.whole("PID", 8),
            Column.whole("CPU", 5),
            Column.whole("MEM", 4),
            Column.whole("TYPE", 7),
            Column.whole("RESTARTS", 6),
            new Column("SINCE / NEXT", SINCE_LEAST, 2),
            new Column("LAST EXIT", EXIT_LEAST, 1));

    private final List<Row> rows = new ArrayList<>();
    private final Ages ages;

    private record Row(String name, List<Cell> cells) {
        void use(List<Cell> usage) {
            for (int i = 0; i < UsageColumns.COUNT; i++) {
                cells.set(USAGE + i, usage.get(i));
            }
        }
    }

    TaskRows(Ages ages) {
        this.ages = ages;
    }

    /** The table, with or without the {@link UsageColumns}. */
    Table table(boolean usage) {
        Table table = new Table(chosen(COLUMNS, usage));
        rows.forEach(row -> table.row(chosen(row.cells, usage)));
        return table;
    }

    private static <T> List<T> chosen(List<T> all, boolean usage) {
        if (usage) {
            return all;
        }
        List<T> some = new ArrayList<>(all);
        some.subList(USAGE, USAGE + UsageColumns.COUNT).clear();
        return some;
    }

    boolean live() {
        return rows.stream().anyMatch(row -> !row.cells.get(USAGE).text().isEmpty());
    }

    /** Whether the usage columns fit, before the usage is requested. */
    boolean haveRoomForUsage(Screen screen) {
        return table(true).shows(USAGE, USAGE + UsageColumns.COUNT, screen);
    }

    void use(ProcessUsage usage) {
        rows.forEach(row -> row.use(UsageColumns.cells(usage.of(row.name))));
    }

    void sort(Comparator<String> names) {
        rows.sort((one, other) -> names.compare(one.name, other.name));
    }

    void add(JsonNode task) {
        JsonNode definition = task.path("definition");
        int replicas = definition.path("replica").asInt(1);
        JsonNode exit = task.path("lastExit");
        String last = ages.lastExit(exit);
        Cell none = Cell.of("");
        Row row = new Row(
                task.path("name").asText(),
                new ArrayList<>(List.of(
                        Cell.of(task.path("name").asText()),
                        condition(task),
                        Cell.of(task.path("running").asText() + "/" + replicas),
                        none,
                        none,
                        none,
                        Cell.of(definition.path("type").asText()),
                        Cell.of(task.path("restarts").asText()),
                        Cell.of(ages.when(task)),
                        exit.path("success").asBoolean(true) ? Cell.of(last) : Cell.of(last, Colour.BAD))));
        if (task.path("running").asInt() > 0) {
            row.use(UsageColumns.EXPECTED);
        }
        rows.add(row);
    }

    /** The remark about a replica, or the running replicas of a task, that probes deny. */
    private static String unready(JsonNode task) {
        JsonNode ready = task.path("ready");
        if (ready.isBoolean()) {
            return task.path("state").asText().equals("running") && !ready.booleanValue() ? ", not ready" : "";
        }
        int running = task.path("counts").path("running").asInt();
        int missing = ready.isNumber() ? running - ready.intValue() : 0;
        return missing <= 0 ? "" : missing == running ? ", not ready" : ", " + missing + " not ready";
    }

    /** The state, and the health unless it is ok or equal to the state. */
    static Cell condition(JsonNode task) {
        String state = task.path("state").asText();
        String health = task.path("health").asText("ok");
        String words = (health.equals("ok") || health.equals(state) ? state : state + ", " + health) + unready(task);
        return switch (health) {
            case "failed" -> Cell.of(words, Colour.BAD);
            case "failing" -> Cell.of(words, Colour.BETWEEN);
            default -> words.equals(state) ? Cell.state(state) : Cell.of(words, Colour.BETWEEN);
        };
    }
}
