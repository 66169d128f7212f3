package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Model.CommandSpec;

/** Shows all tasks, or some of them. */
final class ListVerb implements Verb {
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
        TaskList list = new TaskList(
                call.service(),
                Route.to("/tasks")
                        .with("state", call.value("--state"))
                        .with("type", call.value("--type"))
                        .with("q", call.parameter("TEXT")));
        if (call.has("--json")) {
            list.writeJson(call.screen());
            return Code.DONE;
        }
        Table table = new Table(STATE_COLUMN, "NAME", "STATE", "RUNNING", "RESTARTS", "SINCE / NEXT", "LAST EXIT");
        Ages ages = new Ages(call.clock());
        list.eachPage(page -> page.path("tasks").forEach(task -> row(table, task, ages)));
        if (table.isEmpty()) {
            call.screen().note("no task is listed" + (call.line().matchedArgs().isEmpty() ? "" : " that is like this"));
        } else {
            table.print(call.screen());
        }
        return Code.DONE;
    }

    private static void row(Table table, JsonNode task, Ages ages) {
        table.row(
                task.path("name").asText(),
                task.path("state").asText(),
                task.path("running").asText() + "/"
                        + task.path("definition").path("replica").asText(),
                task.path("restarts").asText(),
                ages.when(task),
                ages.lastExit(task.path("lastExit")));
    }
}
