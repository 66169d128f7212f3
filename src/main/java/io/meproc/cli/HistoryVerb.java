package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the runs of a task, or one of them. */
final class HistoryVerb implements Verb {
    private static final int USUAL = 20;
    private static final int END_LEAST = 20;
    private static final int BY_LEAST = 12;

    private static final List<Column> COLUMNS = List.of(
            Column.whole("", 0),
            Column.whole("STARTED", 0),
            Column.whole("REPLICA", 4),
            Column.whole("LASTED", 0),
            new Column("END", END_LEAST, 0),
            new Column("REQUESTED BY", BY_LEAST, 2),
            Column.whole("RUN", 1));

    @Override
    public CommandSpec spec() {
        return Options.of(
                        "history",
                        "Shows the runs of a task, newest first, or one of its runs.",
                        RunMark.legend() + ".",
                        "The task need not be listed any more.")
                .choice(
                        "--cause",
                        "CAUSE",
                        "only runs that ended with one of these causes, with commas between them; or running",
                        causes())
                .flag("--failed", "only runs that failed")
                .value("--since", "TIME", "only runs that started since then: " + PastTime.FORMS)
                .value("--until", "TIME", "only runs that started until then")
                .number("-n", "N", "how many runs to show (default: " + USUAL + ")")
                .json()
                .parameters(
                        "NAME[:INDEX] [RUN]",
                        "WORD",
                        "1..2",
                        "the task or replica, and the number of a run, or 'last' for the last one that ended")
                .examples(
                        "meproc history web",
                        "meproc history web:0 --failed --since 2d",
                        "meproc history backup --cause 'killed for memory'",
                        "meproc history web last");
    }

    private static String[] causes() {
        return new String[] {
            "running",
            "exited",
            "signaled",
            "killed for memory",
            "unknown",
            "memory limit",
            "stopped",
            "replaced",
            "timed out",
            "probe failed",
            "not started",
            "missed",
            "skipped",
            "paused",
            "late"
        };
    }

    @Override
    public int run(Invocation call) throws Failure {
        List<String> words = call.parameters();
        Target target = Target.of(words.get(0));
        if (words.size() > 1) {
            return new DossierView(call).show(target, words.get(1));
        }
        int most = call.number("-n", USUAL);
        if (most < 1) {
            throw call.misused("-n: expected an integer from 1, got " + most);
        }
        String since = PastTime.of(call, "--since");
        String until = PastTime.of(call, "--until");
        ObjectNode runs = new RunPages(call.service(), "runs").first(most, () -> route(call, target, since, until));
        if (!call.showedJson(runs)) {
            show(call, target, runs);
        }
        return Code.DONE;
    }

    private static Route route(Invocation call, Target target, String since, String until) {
        return runs(target)
                .with("cause", call.value("--cause"))
                .with("success", call.has("--failed") ? "false" : "")
                .with("since", since)
                .with("until", until);
    }

    /** The runs of a task or replica. */
    static Route runs(Target target) {
        return Route.to(Route.task(target.task()) + "/runs")
                .with(
                        "replica",
                        target.replica().isPresent() ? "" + target.replica().getAsInt() : "");
    }

    private static void show(Invocation call, Target target, JsonNode runs) {
        WallTime wall = new WallTime("yyyy-MM-dd HH:mm:ss");
        Table table = new Table(COLUMNS);
        for (JsonNode run : runs.path("runs")) {
            RunMark mark = RunMark.of(run);
            table.row(
                    Cell.of(mark.letter(), mark.colour()),
                    Cell.of(wall.of(run.path("since"))),
                    Cell.of(run.path("replica").asText()),
                    Cell.of(RunWords.lasted(run, call.clock())),
                    Cell.of(RunWords.end(run)),
                    Cell.of(RunWords.by(run.path("exit").path("by"))),
                    Cell.of(run.path("run").asText()));
        }
        Screen screen = call.screen();
        if (table.isEmpty()) {
            screen.line("no run of " + Plain.of(target.toString()) + " matches");
            return;
        }
        table.print(screen);
        screen.line("");
        screen.line(sum(runs));
    }

    /** {@code 20 runs: 14 succeeded, 6 failed}, and whether there are more. */
    private static String sum(JsonNode runs) {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode run : runs.path("runs")) {
            counts.merge(result(run), 1, Integer::sum);
        }
        int all = runs.path("runs").size();
        return all
                + (all == 1 ? " run: " : " runs: ")
                + counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "))
                + (runs.path("next").isTextual() ? "; -n shows older ones" : "");
    }

    private static String result(JsonNode run) {
        JsonNode exit = run.path("exit");
        if (!exit.isObject()) {
            return RunWords.end(run);
        }
        if (RunMark.NO_RUN.contains(exit.path("cause").asText())) {
            return "without a run";
        }
        if (exit.path("cause").asText().equals("unknown")) {
            return "end unknown";
        }
        return exit.path("cause").asText().equals("stopped")
                ? "stopped"
                : exit.path("success").asBoolean() ? "succeeded" : "failed";
    }
}
