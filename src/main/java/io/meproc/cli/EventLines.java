package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Shows events as lines of text: the events of replicas, and each change of a task's state. */
final class EventLines {
    private static final String NO_TIME = " ".repeat(8);

    private final Screen screen;
    private final WallTime wall = new WallTime("HH:mm:ss");
    private final Map<String, String> states = new HashMap<>();

    EventLines(Screen screen) {
        this.screen = screen;
    }

    void show(EventStream.Event event) {
        JsonNode body = event.body();
        switch (event.name()) {
            // After a gap, the snapshot shows the missed changes.
            case "snapshot" -> snapshot(body);
            case "task" -> state(body, true);
            case "removed" -> {
                states.remove(body.path("name").asText());
                line(NO_TIME, body.path("name").asText(), "removed");
            }
            case "run" -> line(wall.of(body.path("at")), replica(body), words(body));
            case "gap" -> screen.note("some events were missed");
            default -> {} // An event of a later version of the service.
        }
    }

    private void snapshot(JsonNode snapshot) {
        boolean first = states.isEmpty();
        snapshot.path("tasks").forEach(task -> state(task, !first));
    }

    private void state(JsonNode task, boolean shown) {
        String name = task.path("name").asText();
        String state = task.path("state").asText();
        if (!state.equals(states.put(name, state)) && shown) {
            screen.line(NO_TIME + "  " + Plain.of(name) + "  is " + screen.painted(Colour.of(state), Plain.of(state)));
        }
    }

    private void line(String time, String who, String words) {
        screen.line(time + "  " + Plain.of(who) + "  " + Plain.of(words));
    }

    private static String replica(JsonNode run) {
        // An event of the service has no task.
        String task = run.path(run.path("task").isTextual() ? "task" : "node").asText();
        return run.path("replica").isNumber() ? task + ":" + run.path("replica").asText() : task;
    }

    private static String words(JsonNode run) {
        String words = run.path("words").asText("");
        return words.isEmpty() ? run.path("event").asText() : words;
    }
}
