package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** Shows all tasks, or some of them. */
final class ListVerb implements Verb {
    private static final String SORT = "--sort";
    private static final String TROUBLE = "trouble";
    private static final Set<String> BY_SERVICE = Set.of(TROUBLE, "name");

    @Override
    public CommandSpec spec() {
        return Selection.filters(Options.of("ls", "Lists the tasks, those in trouble first."))
                .choice(SORT, "KEY", "trouble (default), name, restarts or start", TROUBLE, "name", "restarts", "start")
                .flag("-w --watch", "show it again whenever something happens, until Ctrl-C")
                .json()
                .parameters("[TEXT]", "TEXT", "0..1", "only those with it in their name or command")
                .examples(
                        "meproc ls", "meproc ls --state 'failed,backing off'", "meproc ls -w", "meproc ls --json web");
    }

    @Override
    public int run(Invocation call) throws Failure {
        if (call.has("--json")) {
            list(call, call.value(SORT)).writeJson(call.screen());
            return Code.DONE;
        } else if (call.has("--watch")) {
            return new Watch(call).show(() -> table(call));
        }
        Table table = table(call);
        if (table.isEmpty()) {
            call.screen().note("no task is listed" + (call.line().matchedArgs().isEmpty() ? "" : " that is like this"));
        } else {
            table.print(call.screen());
        }
        return Code.DONE;
    }

    private static Table table(Invocation call) throws Failure {
        String sort = call.has(SORT) ? call.value(SORT) : TROUBLE;
        TaskRows rows = new TaskRows(new Ages(call.clock()));
        if (BY_SERVICE.contains(sort)) {
            list(call, sort).eachPage(page -> page.path("tasks").forEach(rows::add));
        } else {
            List<JsonNode> tasks = new ArrayList<>();
            list(call, "").eachPage(page -> page.path("tasks").forEach(tasks::add));
            tasks.sort(order(call, sort));
            tasks.forEach(rows::add);
        }
        return rows.table();
    }

    private static TaskList list(Invocation call, String sort) throws Failure {
        return new TaskList(
                call.service(),
                Selection.query(call, Route.to("/tasks"))
                        .with("q", call.parameter("TEXT"))
                        .with("sort", sort));
    }

    /** The most restarts or the newest start first. */
    private static Comparator<JsonNode> order(Invocation call, String sort) throws Failure {
        return switch (sort) {
            case "restarts" ->
                Comparator.comparing((JsonNode task) -> task.path("restarts").asLong(), Comparator.reverseOrder());
            case "start" ->
                Comparator.comparing((JsonNode task) -> task.path("lastStart").asText(""), Comparator.reverseOrder());
            default -> throw call.misused("--sort can't be '" + sort + "'; allowed are trouble, name, restarts, start");
        };
    }
}
