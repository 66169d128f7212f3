package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Model.CommandSpec;

/** Shows who requested which change. */
final class AuditVerb implements Verb {
    private static final int USUAL = 20;

    @Override
    public CommandSpec spec() {
        return Options.of(
                        "audit",
                        "Shows the requested changes, newest first: who, from where, what and when.",
                        "The identity is what the client claimed; nothing proves it.")
                .value("--since", "TIME", "only changes since then: " + PastTime.FORMS)
                .value("--until", "TIME", "only changes until then")
                .number("-n", "N", "how many changes to show (default: " + USUAL + ")")
                .json()
                .parameters("[NAME]", "NAME", "0..1", "only changes of this task, which need not be listed any more")
                .examples("meproc audit", "meproc audit web --since 1d");
    }

    @Override
    public int run(Invocation call) throws Failure {
        String name = call.parameter("NAME");
        int most = call.number("-n", USUAL);
        if (most < 1) {
            throw call.misused("-n: expected an integer from 1, got " + most);
        }
        String since = PastTime.of(call, "--since");
        String until = PastTime.of(call, "--until");
        ObjectNode audit = new RunPages(call.service(), "records")
                .first(
                        most,
                        () -> Route.to("/audit")
                                .with("task", name)
                                .with("since", since)
                                .with("until", until));
        if (!call.showedJson(audit)) {
            show(audit, call.screen());
        }
        return Code.DONE;
    }

    private static void show(JsonNode audit, Screen screen) {
        WallTime wall = new WallTime("yyyy-MM-dd HH:mm:ss");
        Table table = Table.of("WHEN", "WHO", "FROM", "ACTION", "TASK", "DETAIL");
        for (JsonNode record : audit.path("records")) {
            String replica = record.path("replica").isNumber()
                    ? ":" + record.path("replica").asText()
                    : "";
            table.row(
                    Cell.of(wall.of(record.path("at"))),
                    Cell.of(record.path("by").path("who").asText()),
                    Cell.of(record.path("by").path("from").asText()),
                    Cell.of(record.path("action").asText()),
                    Cell.of(record.path("task").asText() + replica),
                    Cell.of(record.path("detail").asText()));
        }
        if (table.isEmpty()) {
            screen.line("no change is recorded");
        } else {
            table.print(screen);
        }
    }
}
