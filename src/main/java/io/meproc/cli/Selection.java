package io.meproc.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Which tasks a verb is for: some by name, or all that are like something. */
final class Selection {
    private Selection() {}

    /** Adds the options that select. */
    static Options options(Options options) {
        return options.flag("--all", "all tasks")
                .value("--state", "S", "all tasks in one of these states, separated by commas")
                .choice("--type", "T", "all tasks of type once, daemon or cron", "once", "daemon", "cron")
                .value("--text", "TEXT", "all tasks with it in their name or command")
                .parameters("NAME[:INDEX]...", "NAME[:INDEX]", "0..*", "the tasks, or single replicas of them");
    }

    /** As the interface wants it; throws if nothing is selected, or names and more than names are. */
    static ObjectNode of(Invocation call) throws Failure {
        ObjectNode selector = Json.object();
        put(selector, "state", call.value("--state"));
        put(selector, "type", call.value("--type"));
        put(selector, "q", call.value("--text"));
        if (call.has("--all")) {
            selector.put("all", true);
        }
        List<String> names = call.parameters();
        if (selector.isEmpty() == names.isEmpty()) {
            throw call.misused(
                    names.isEmpty()
                            ? "name a task, or select some by --state, --type or --text, or --all"
                            : "name tasks or select them by an option, not both");
        }
        if (!names.isEmpty()) {
            ArrayNode list = selector.putArray("names");
            names.forEach(list::add);
        }
        return selector;
    }

    private static void put(ObjectNode selector, String name, String value) {
        if (!value.isEmpty()) {
            selector.put(name, value);
        }
    }
}
