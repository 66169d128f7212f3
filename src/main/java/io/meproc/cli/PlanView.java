package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Shows what changes would do, a row for each task. */
final class PlanView {
    static final String OPTION = "--dry-run";
    static final String DESCRIPTION = "show what would happen, and change nothing";

    private final Screen screen;

    PlanView(Screen screen) {
        this.screen = screen;
    }

    /** The value of the parameter {@code dryRun}; empty without the option. */
    static String parameter(Invocation call) {
        return call.has(OPTION) ? "true" : "";
    }

    void show(JsonNode plan) {
        Table table = Table.of("TASK", "ACTION", "REPLICAS", "WHY");
        for (JsonNode task : plan) {
            table.row(
                    Cell.of(Plain.of(task.path("name").asText())),
                    Cell.of(task.path("action").asText()),
                    Cell.of(replicas(task)),
                    Cell.of(Plain.of(why(task))));
        }
        if (table.isEmpty()) {
            screen.line("nothing would change");
        } else {
            table.print(screen);
        }
    }

    private static String replicas(JsonNode task) {
        StringJoiner counts = new StringJoiner(", ");
        for (String[] each :
                new String[][] {{"starts", " start"}, {"restarts", " restart"}, {"stops", " stop"}, {"waits", " wait"}
                }) {
            int count = task.path(each[0]).asInt();
            if (count > 0) {
                counts.add(count + each[1]);
            }
        }
        return counts.toString();
    }

    private static String why(JsonNode task) {
        List<String> phrases = new ArrayList<>();
        String definition = task.path("definition").asText();
        if (!definition.equals("unchanged")) {
            phrases.add("definition " + definition);
        }
        task.path("waitsFor").forEach(each -> phrases.add("waits for " + each.asText()));
        task.path("after").forEach(each -> phrases.add("after the end of " + each.asText()));
        task.path("reasons").forEach(each -> phrases.add(each.asText()));
        return String.join("; ", phrases);
    }
}
