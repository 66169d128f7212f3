package io.meproc.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Which tasks a verb is for: some by name, or all that are like something. */
final class Selection {
    /** For completion; it is the service that knows what is allowed. */
    private static final String[] STATES = {
        "running", "failed", "backing off", "stopped", "finished", "scheduled", "waiting", "starting", "stopping"
    };

    private static final String[] HEALTHS = {"failed", "failing", "ok"};

    private Selection() {}

    /** Adds the options that select. */
    static Options options(Options options) {
        return filters(options.flag("--all", "all tasks"))
                .value("--text", "TEXT", "all tasks with this text in their name or command")
                .parameters("NAME[:INDEX]...", "NAME[:INDEX]", "0..*", "the tasks, or single replicas of them");
    }

    /** Adds those of the options that a list has as well. */
    static Options filters(Options options) {
        return options.choice("--state", "S", "those in one of these states, separated by commas", STATES)
                .choice("--health", "H", "those that are ok, failing or failed; several with commas", HEALTHS)
                .flag("--trouble", "those in trouble: failing or failed")
                .choice("--type", "T", "those of type once, daemon or cron", "once", "daemon", "cron");
    }

    static Route query(Invocation call, Route route) throws Failure {
        return route.with("state", call.value("--state"))
                .with("health", health(call))
                .with("type", call.value("--type"));
    }

    /** As the interface wants it; throws if nothing is selected, or names and more than names are. */
    static ObjectNode of(Invocation call) throws Failure {
        ObjectNode selector = Json.object();
        put(selector, "state", call.value("--state"));
        put(selector, "health", health(call));
        put(selector, "type", call.value("--type"));
        put(selector, "q", call.value("--text"));
        if (call.has("--all")) {
            selector.put("all", true);
        }
        List<String> names = call.parameters();
        if (selector.isEmpty() == names.isEmpty()) {
            throw call.misused(
                    names.isEmpty()
                            ? "name a task, or select some by --state, --health, --trouble, --type or --text, or --all"
                            : "name tasks or select them by an option, not both");
        }
        if (!names.isEmpty()) {
            ArrayNode list = selector.putArray("names");
            names.forEach(list::add);
        }
        return selector;
    }

    private static String health(Invocation call) throws Failure {
        String health = call.value("--health");
        if (!call.has("--trouble")) {
            return health;
        } else if (!health.isEmpty()) {
            throw call.misused("--trouble is --health failed,failing; give one of them");
        }
        return "failed,failing";
    }

    private static void put(ObjectNode selector, String name, String value) {
        if (!value.isEmpty()) {
            selector.put(name, value);
        }
    }
}
