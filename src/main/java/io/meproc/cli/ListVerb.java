package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Shows all tasks, or some of them. */
final class ListVerb implements Verb {
    private static final String PAGE = "1000";
    private static final int STATE_COLUMN = 1;

    @Override
    public CommandSpec spec() {
        return Options.of("ls", "Lists the tasks.")
                .value("--state", "S", "only those in one of these states, separated by commas")
                .choice("--type", "T", "only those of type once, daemon or cron", "once", "daemon", "cron")
                .json()
                .parameters("[TEXT]", "TEXT", "0..1", "only those with it in their name or command")
                .examples("meproc ls", "meproc ls --state 'failed,backing off'", "meproc ls --json web");
    }

    @Override
    public int run(Invocation call) throws Failure {
        JsonNode all = all(call);
        if (call.showedJson(all)) {
            return Code.DONE;
        }
        Table table = new Table(STATE_COLUMN, "NAME", "STATE", "RUNNING", "RESTARTS", "SINCE / NEXT", "LAST EXIT");
        Ages ages = new Ages(call.clock());
        for (JsonNode task : all.path("tasks")) {
            table.row(
                    task.path("name").asText(),
                    task.path("state").asText(),
                    task.path("running").asText() + "/"
                            + task.path("definition").path("replica").asText(),
                    task.path("restarts").asText(),
                    ages.when(task),
                    ages.lastExit(task.path("lastExit")));
        }
        if (table.isEmpty()) {
            call.screen().note("no task is listed" + (call.line().matchedArgs().isEmpty() ? "" : " that is like this"));
        } else {
            table.print(call.screen());
        }
        return Code.DONE;
    }

    /** The first page with the tasks of all others put behind its own. */
    private static JsonNode all(Invocation call) throws Failure {
        ObjectNode whole = Json.object();
        ArrayNode tasks = Json.NODES.arrayNode();
        String after = "";
        do {
            JsonNode page = call.service()
                    .get(Route.to("/tasks")
                            .with("state", call.value("--state"))
                            .with("type", call.value("--type"))
                            .with("q", call.parameter("TEXT"))
                            .with("limit", PAGE)
                            .with("after", after)
                            .toString());
            for (JsonNode task : page.path("tasks")) {
                tasks.add(task);
            }
            for (Map.Entry<String, JsonNode> member : page.properties()) {
                whole.set(member.getKey(), member.getValue());
            }
            after = page.path("next").asText("");
        } while (!after.isEmpty() && !after.equals("null"));
        whole.set("tasks", tasks);
        return whole;
    }
}
