package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Shows the results of changes, a line for each task. */
final class Outcomes {
    private static final String PLAN = "plan";

    private final Screen screen;

    Outcomes(Screen screen) {
        this.screen = screen;
    }

    void show(String name, JsonNode outcome) {
        if (outcome.has(PLAN)) {
            new PlanView(screen).show(outcome.path(PLAN));
            return;
        }
        StringBuilder line = new StringBuilder(name)
                .append(": ")
                .append(outcome.path("change").asText());
        JsonNode task = outcome.path("task");
        if (task.isObject()) {
            String state = state(name, task);
            if (!state.equals(outcome.path("change").asText())) {
                line.append(", ").append(state);
            }
            int replicas = task.path("definition").path("replica").asInt(1);
            if (replicas > 1) {
                line.append(", ")
                        .append(task.path("running").asInt())
                        .append(" of ")
                        .append(replicas)
                        .append(" running");
            }
        }
        String note = outcome.path("note").asText("");
        if (!note.isEmpty() && !note.equals("null")) {
            line.append("; ").append(note);
        }
        screen.line(Plain.of(line.toString()));
    }

    /** The state of the named replica, or of the task; a summary has the states of the first replicas only. */
    private static String state(String name, JsonNode task) {
        String prefix = task.path("name").asText() + ":";
        if (name.startsWith(prefix)) {
            try {
                int index = Integer.parseInt(name.substring(prefix.length()));
                return task.path("marks").path(index).asText(task.path("state").asText());
            } catch (NumberFormatException noIndex) {
                return task.path("state").asText();
            }
        }
        return task.path("state").asText();
    }

    /** Shows the results for many tasks; returns the exit code of the first failure. */
    int showAll(JsonNode answer, Service service) {
        int code = Code.DONE;
        UnknownTask unknown = new UnknownTask(service);
        for (JsonNode result : answer.path("results")) {
            String name = result.path("name").asText();
            if (result.path("problem").isObject()) {
                Failure failure = Problem.failure(result.path("status").asInt(), result.path("problem"));
                screen.note(
                        name + ": " + unknown.explained(failure, List.of(name)).words());
                code = code == Code.DONE ? failure.code() : code;
            } else if (!answer.has(PLAN)) {
                show(name, result.path("outcome"));
            }
        }
        if (answer.has(PLAN)) {
            new PlanView(screen).show(answer.path(PLAN));
        }
        return code;
    }

    /** The exit code for results that are shown as JSON. */
    static int code(JsonNode answer) {
        for (JsonNode result : answer.path("results")) {
            if (result.path("problem").isObject()) {
                return Problem.failure(result.path("status").asInt(), result.path("problem"))
                        .code();
            }
        }
        return Code.DONE;
    }
}
