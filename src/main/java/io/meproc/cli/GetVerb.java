package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Shows one task with its definition and replicas. */
final class GetVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of("get", "Shows a task: its state, its definition and its replicas.")
                .json()
                .parameters("NAME[:INDEX]", "NAME[:INDEX]", "1", "the task, or one replica")
                .examples("meproc get web", "meproc get web --json");
    }

    @Override
    public int run(Invocation call) throws Failure {
        Target target = Target.of(call.parameter("NAME"));
        JsonNode answer = call.service().get(target.path());
        if (call.showedJson(answer)) {
            return Code.DONE;
        }
        Ages ages = new Ages(call.clock());
        Table replicas = Table.of("REPLICA", "STATE", "PID", "CPU", "MEM", "SINCE", "RESTARTS", "LAST EXIT");
        ProcessUsage usage = usage(call, target.task(), answer);
        if (target.replica().isPresent()) {
            row(replicas, answer, ages, usage.of(target.task(), target.replica().getAsInt()));
        } else {
            show(answer, call, ages);
            answer.path("replicas")
                    .forEach(replica -> row(
                            replicas,
                            replica,
                            ages,
                            usage.of(target.task(), replica.path("index").asInt())));
            call.screen().line("");
        }
        replicas.print(call.screen());
        return Code.DONE;
    }

    private static void show(JsonNode task, Invocation call, Ages ages) {
        Screen screen = call.screen();
        Cell condition = TaskRows.condition(task);
        String held = task.path("held").asBoolean() ? ", by request" : "";
        String when = ages.when(task);
        screen.line(screen.painted(Colour.STRONG, Plain.of(task.path("name").asText())) + "  "
                + condition.painted(condition.text(), screen) + held + (when.isEmpty() ? "" : "  " + when));
        Facts facts = new Facts(screen);
        facts.show("node", task.path("node"));
        for (Map.Entry<String, JsonNode> field : task.path("definition").properties()) {
            if (!field.getKey().equals("name")) {
                String unit = field.getKey().equals("interval") ? " ms" : "";
                facts.show(field.getKey(), field.getValue(), unit);
            }
        }
    }

    /** The usage, which is requested only for a task or replica with a process. */
    private static ProcessUsage usage(Invocation call, String task, JsonNode answer) throws Failure {
        boolean lives = answer.path("pid").isNumber() || answer.path("running").asInt() > 0;
        return lives ? ProcessUsage.readIfPossible(call, task, ProcessUsage.NONE) : ProcessUsage.NONE;
    }

    private static void row(Table table, JsonNode replica, Ages ages, ProcessUsage.Figure figure) {
        String notStarted = replica.path("notStarted").isTextual()
                ? "not started: " + replica.path("notStarted").asText()
                : "";
        JsonNode exit = replica.path("lastExit");
        String end = notStarted.isEmpty() ? ages.lastExit(exit) : notStarted;
        boolean good = notStarted.isEmpty() && exit.path("success").asBoolean(true);
        List<Cell> usage = UsageColumns.cells(figure);
        table.row(
                Cell.of(replica.path("index").asText()),
                TaskRows.condition(replica),
                Cell.of(replica.path("pid").isNumber() ? replica.path("pid").asText() : ""),
                usage.get(1),
                usage.get(2),
                Cell.of(ages.ago(replica.path("since"))),
                Cell.of(replica.path("restarts").asText()),
                good ? Cell.of(end) : Cell.of(end, Colour.BAD));
    }
}
