package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Tasks as rows of a table. */
final class TaskRows {
    private static final int NAME_LEAST = 12;
    private static final int SINCE_LEAST = 8;
    private static final int EXIT_LEAST = 12;

    private static final List<Column> COLUMNS = List.of(
            new Column("NAME", NAME_LEAST, 0),
            Column.whole("STATE", 0),
            Column.whole("REPLICAS", 3),
            Column.whole("TYPE", 7),
            Column.whole("RESTARTS", 6),
            new Column("SINCE / NEXT", SINCE_LEAST, 2),
            new Column("LAST EXIT", EXIT_LEAST, 1));

    private final Table table = new Table(COLUMNS);
    private final Ages ages;

    TaskRows(Ages ages) {
        this.ages = ages;
    }

    Table table() {
        return table;
    }

    void add(JsonNode task) {
        JsonNode definition = task.path("definition");
        int replicas = definition.path("replica").asInt(1);
        JsonNode exit = task.path("lastExit");
        String last = ages.lastExit(exit);
        table.row(
                Cell.of(task.path("name").asText()),
                condition(task),
                Cell.of(task.path("running").asText() + "/" + replicas),
                Cell.of(definition.path("type").asText()),
                Cell.of(task.path("restarts").asText()),
                Cell.of(ages.when(task)),
                exit.path("success").asBoolean(true) ? Cell.of(last) : Cell.of(last, Colour.BAD));
    }

    /** The state, and the health if it is not ok and the state does not show it. */
    static Cell condition(JsonNode task) {
        String state = task.path("state").asText();
        String health = task.path("health").asText("ok");
        String words = health.equals("ok") || health.equals(state) ? state : state + ", " + health;
        return switch (health) {
            case "failed" -> Cell.of(words, Colour.BAD);
            case "failing" -> Cell.of(words, Colour.BETWEEN);
            default -> Cell.state(state);
        };
    }
}
