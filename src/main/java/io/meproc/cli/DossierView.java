package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows the dossier of one run. */
final class DossierView {
    private static final String LAST = "last";
    private static final int PAGE = 100;

    /** A colour or style of output, which the lines are shown without (ECMA-48, SGR). */
    private static final String STYLE = "\u001b\\[[0-9;:]*m";

    private final Invocation call;
    private final Screen screen;

    DossierView(Invocation call) {
        this.call = call;
        this.screen = call.screen();
    }

    /** Shows the run with this number, or the last run that ended. */
    int show(Target target, String word) throws Failure {
        String number = word.equals(LAST) ? last(target) : word;
        if (!number.matches("[0-9]{1,18}")) {
            throw call.misused("'" + word + "' is not the number of a run, nor '" + LAST + "'");
        }
        JsonNode run = call.service().get("/runs/" + number);
        if (!run.path("task").asText().equals(target.task())
                || (target.replica().isPresent()
                        && run.path("replica").asInt() != target.replica().getAsInt())) {
            throw new Failure(
                    Code.UNKNOWN,
                    "run " + number + " is not a run of " + target + ", but of "
                            + run.path("task").asText() + ":"
                            + run.path("replica").asText());
        }
        if (!call.showedJson(run)) {
            show(run);
        }
        return Code.DONE;
    }

    private String last(Target target) throws Failure {
        JsonNode runs = call.service()
                .get(HistoryVerb.runs(target).with("limit", "" + PAGE).toString());
        for (JsonNode run : runs.path("runs")) {
            if (run.path("exit").isObject()) {
                return run.path("run").asText();
            }
        }
        throw new Failure(Code.UNKNOWN, "no run of " + target + " has ended");
    }

    private void show(JsonNode run) {
        RunMark mark = RunMark.of(run);
        String name = run.path("task").asText() + ":" + run.path("replica").asText();
        screen.line(screen.painted(mark.colour(), mark.letter()) + " "
                + Plain.of(name + ", run " + run.path("run").asText() + ": " + RunWords.end(run)));
        facts(run);
        if (run.path("lastLinesProblem").isTextual()) {
            screen.line("");
            screen.line("  " + Plain.of(run.path("lastLinesProblem").asText()));
        } else if (run.path("lastLines").size() > 0) {
            screen.line("");
            screen.line("  " + screen.painted(Colour.QUIET, "the last lines of its output:"));
            for (JsonNode line : run.path("lastLines")) {
                screen.line("  " + Plain.of(line.asText().replaceAll(STYLE, "")));
            }
        }
    }

    private void facts(JsonNode run) {
        WallTime wall = new WallTime("yyyy-MM-dd HH:mm:ss.SSS");
        Facts facts = new Facts(screen);
        JsonNode exit = run.path("exit");
        facts.show("node", run.path("node"));
        facts.show("pid", run.path("pid"));
        boolean none = RunMark.NO_RUN.contains(exit.path("cause").asText());
        facts.show(none ? "due" : "started", wall.of(run.path("since")));
        facts.show(none ? "recorded" : "ended", wall.of(exit.path("at")));
        facts.show("lasted", RunWords.lasted(run, call.clock()));
        facts.show("requested by", RunWords.by(exit.path("by")));
        if (exit.path("took").isNumber()) {
            boolean forced = exit.path("forced").asBoolean();
            facts.show("stop took", exit.path("took").asText() + " s" + (forced ? ", SIGKILL was needed" : ""));
        } else if (exit.path("forced").asBoolean()) {
            facts.show("stop", "SIGKILL was needed");
        }
        facts.show("then", run.path("verdict").path("words").asText(""));
        usage(facts, exit.path("usage"));
        JsonNode kill = exit.path("beforeKill");
        if (kill.isObject()) {
            String channel = kill.path("waitChannel").asText();
            facts.show(
                    "before kill", kill.path("state").asText() + (channel.isEmpty() ? "" : ", waiting in " + channel));
            kill.path("stack").forEach(function -> facts.show("", function));
        }
        JsonNode memory = exit.path("memoryEvents");
        if (memory.isObject()) {
            facts.show("memory events", memory);
        }
        exit.path("leftovers")
                .forEach(left -> facts.show(
                        "left behind",
                        left.path("pid").asText() + " (" + left.path("command").asText() + ")"));
    }

    private static void usage(Facts facts, JsonNode usage) {
        if (usage.isObject()) {
            facts.show(
                    "CPU",
                    usage.path("user").asText() + " s user, "
                            + usage.path("system").asText() + " s system");
            facts.show(
                    "peak memory",
                    (usage.path("peakRssAtMost").asBoolean() ? "at most " : "")
                            + UsageColumns.bytes(usage.path("peakRss").asLong()));
        }
    }
}
