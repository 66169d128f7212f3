package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;

/** The target of a command: a task, or one replica as {@code NAME:INDEX}. */
record Target(String task, OptionalInt replica) {
    static Target of(String text) throws Failure {
        int colon = text.lastIndexOf(':');
        String task = colon < 0 ? text : text.substring(0, colon);
        if (task.isEmpty()) {
            throw new Failure(Code.MISUSED, "'" + text + "' does not name a task");
        } else if (colon < 0) {
            return new Target(text, OptionalInt.empty());
        }
        try {
            return new Target(task, OptionalInt.of(Integer.parseUnsignedInt(text.substring(colon + 1))));
        } catch (NumberFormatException wrong) {
            throw new Failure(Code.MISUSED, "'" + text + "' must be NAME or NAME:INDEX, with a number as the index");
        }
    }

    /** The task of an answer. */
    static Target whole(JsonNode task) {
        return new Target(task.path("name").asText(), OptionalInt.empty());
    }

    String path() {
        return Route.task(task) + (replica.isPresent() ? "/replicas/" + replica.getAsInt() : "");
    }

    Target at(int index) {
        return new Target(task, OptionalInt.of(index));
    }

    @Override
    public String toString() {
        return replica.isPresent() ? task + ":" + replica.getAsInt() : task;
    }
}
