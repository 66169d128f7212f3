package io.meproc.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The options that select tasks, by name or by a filter. */
final class Selection {
    /** Values for completion; the service validates them. */
    private static final String[] STATES = {
        "running",
        "failed",
        "backing off",
        "stopped",
        "finished",
        "scheduled",
        "paused",
        "waiting",
        "starting",
        "stopping"
    };

    private static final String[] HEALTHS = {"failed", "failing", "ok"};

    private Selection() {}

    /** Adds the options that select tasks. */
    static Options options(Options options) {
        return filters(options.flag("--all", "all tasks"))
                .value("--text", "TEXT", "all tasks with this text in their name or command")
                .parameters("NAME[:INDEX]...", "NAME[:INDEX]", "0..*", "the tasks, or single replicas of them");
    }

    /** Adds the filters, which {@code ls} has as well. */
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

    /** The selector for the API; fails if nothing is selected, or if both names and filters are given. */
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
