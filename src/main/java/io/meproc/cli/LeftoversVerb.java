package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Lists the processes that an earlier service process left, and decides about one of them. */
final class LeftoversVerb implements Verb {
    private static final List<String> DECISIONS = List.of("adopt", "forget", "end");

    @Override
    public CommandSpec spec() {
        return Options.of(
                        "leftovers",
                        "Lists processes that an earlier Meproc left or that runs have released, or decides about one.",
                        "adopt tracks it as the leader of its run again; forget leaves it alone and allows a start"
                                + " beside it; end sends SIGTERM, and SIGKILL 10 s later. A released process can only be"
                                + " ended.")
                .json()
                .parameters("[adopt|forget|end PID]", "DECISION", "0..2", "the decision, and the process id")
                .examples("meproc leftovers", "meproc leftovers adopt 4711");
    }

    @Override
    public int run(Invocation call) throws Failure {
        List<String> words = call.parameters();
        if (words.isEmpty()) {
            JsonNode all = call.service().get("/leftovers");
            if (!call.showedJson(all)) {
                show(all, call.screen());
            }
        } else if (words.size() == 2
                && DECISIONS.contains(words.get(0))
                && words.get(1).matches("[1-9][0-9]{0,8}")) {
            JsonNode done = call.service().post("/leftovers/" + words.get(1) + "/" + words.get(0));
            if (!call.showedJson(done)) {
                call.screen()
                        .line("process " + words.get(1) + " of "
                                + done.path("task").asText() + ":"
                                + done.path("replica").asText() + ": " + words.get(0));
            }
        } else {
            throw call.misused("expected nothing, or adopt, forget or end and a process id, got '"
                    + String.join(" ", words) + "'");
        }
        return Code.DONE;
    }

    private static void show(JsonNode all, Screen screen) {
        WallTime wall = new WallTime("yyyy-MM-dd HH:mm:ss");
        Table table = Table.of("PID", "REPLICA", "SINCE", "COMMAND", "PROOF");
        for (JsonNode process : all.path("processes")) {
            table.row(
                    Cell.of(process.path("pid").asText()),
                    Cell.of(process.path("task").asText() + ":"
                            + process.path("replica").asText()),
                    Cell.of(wall.of(process.path("since"))),
                    Cell.of(process.path("command").asText()),
                    Cell.of(
                            process.path("proven").asBoolean()
                                    ? process.path("released").asBoolean() ? "its mark; released" : "its mark"
                                    : "none: " + process.path("why").asText()));
        }
        if (table.isEmpty()) {
            screen.line("no process of an earlier Meproc is left, and no released process lives");
        } else {
            table.print(screen);
        }
    }
}
