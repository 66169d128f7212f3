package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the reason for the state of a task, and its latest events. */
final class WhyVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of("why", "Shows the reason for the state of a task, and its latest events.")
                .json()
                .parameters("NAME", "NAME", "1", "the task")
                .examples("meproc why web");
    }

    /** The answer; for a task that is no longer listed, the failure refers to its history. */
    private static JsonNode why(Invocation call, String name) throws Failure {
        try {
            return call.service().get(Route.task(name) + "/why");
        } catch (Failure failure) {
            if (failure.code() == Code.UNKNOWN && hasRuns(call, name)) {
                throw failure.withWords("task '" + name + "' is no longer listed; 'meproc history " + name
                        + "' shows its runs, 'meproc audit " + name + "' who removed it");
            }
            throw failure;
        }
    }

    private static boolean hasRuns(Invocation call, String name) {
        try {
            String runs = HistoryVerb.runs(Target.of(name)).with("limit", "1").toString();
            return call.service().get(runs).path("runs").size() > 0;
        } catch (Failure none) {
            return false;
        }
    }

    @Override
    public int run(Invocation call) throws Failure {
        JsonNode why = why(call, call.parameter("NAME"));
        if (call.showedJson(why)) {
            return Code.DONE;
        }
        Screen screen = call.screen();
        WallTime wall = new WallTime("yyyy-MM-dd HH:mm:ss");
        String state = why.path("state").asText();
        String summary = why.path("summary").asText();
        // The summary begins with the health, which can be the same word as the state.
        String reason = summary.startsWith(state + ": ") ? summary.substring(state.length() + 2) : summary;
        screen.line(Plain.of(why.path("task").asText()) + " is " + screen.painted(Colour.of(state), Plain.of(state))
                + ": " + Plain.of(wall.within(reason)));
        Table past = Table.of("WHEN", "REPLICA", "WHAT");
        for (JsonNode event : why.path("past")) {
            past.row(
                    Cell.of(wall.of(event.path("at"))),
                    Cell.of(
                            event.path("replica").isNumber()
                                    ? event.path("replica").asText()
                                    : ""),
                    Cell.of(event.path("words").asText(event.path("event").asText())));
        }
        if (!past.isEmpty()) {
            screen.line("");
            past.print(screen);
        }
        return Code.DONE;
    }
}
