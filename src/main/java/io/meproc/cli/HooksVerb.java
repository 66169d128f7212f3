package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Lists the targets of notifications, tries one, or decides about the notifications that one did not accept. */
final class HooksVerb implements Verb {
    private static final List<String> ACTIONS = List.of("test", "retry", "drop");

    @Override
    public CommandSpec spec() {
        return Options.of(
                        "hooks",
                        "Lists the targets of notifications and what they did not accept, or tries one.",
                        "test sends a trial and prints the answer; retry sends the notifications of a target again, also those that"
                                + " were given up, and enables it; drop deletes them.")
                .json()
                .parameters("[test|retry|drop TARGET]", "ACTION", "0..2", "the action, and the name of the target")
                .examples("meproc hooks", "meproc hooks test ops");
    }

    @Override
    public int run(Invocation call) throws Failure {
        List<String> words = call.parameters();
        if (words.isEmpty()) {
            JsonNode all = call.service().get("/hooks");
            if (!call.showedJson(all)) {
                show(all, call.screen());
            }
            return Code.DONE;
        } else if (words.size() != 2
                || !ACTIONS.contains(words.get(0))
                || words.get(1).isBlank()) {
            throw call.misused("expected nothing, or test, retry or drop and the name of a target, got '"
                    + String.join(" ", words) + "'");
        }
        JsonNode done = call.service().post(Route.hook(words.get(1), words.get(0)));
        boolean failed =
                done.path("delivered").isBoolean() && !done.path("delivered").asBoolean();
        if (!call.showedJson(done)) {
            call.screen().line(words.get(1) + ": " + outcome(done));
        }
        return failed ? Code.FAILED : Code.DONE;
    }

    private static String outcome(JsonNode done) {
        if (done.path("delivered").isBoolean()) {
            return (done.path("delivered").asBoolean() ? "delivered, " : "not delivered, ")
                    + done.path("answer").asText() + " (" + done.path("millis").asText() + " ms)";
        }
        int count = done.path("notifications").asInt();
        String some = count + (count == 1 ? " notification " : " notifications ");
        return some + (done.path("action").asText().equals("drop") ? "deleted" : "due");
    }

    private static void show(JsonNode all, Screen screen) {
        Table targets = Table.of("TARGET", "KIND", "STATE", "WAITING", "GIVEN UP", "ERROR");
        for (JsonNode target : all.path("targets")) {
            targets.row(
                    Cell.of(target.path("name").asText()),
                    Cell.of(target.path("kind").asText("")),
                    Cell.of(target.path("state").asText()),
                    Cell.of(target.path("waiting").asText()),
                    Cell.of(target.path("dead").asText()),
                    Cell.of(target.path("error").asText("")));
        }
        if (targets.isEmpty()) {
            screen.line("no target is in the settings");
        } else {
            targets.print(screen);
        }
        WallTime wall = new WallTime("yyyy-MM-dd HH:mm:ss");
        Table notifications = Table.of("TIME", "TARGET", "TASK", "EVENT", "TRIES", "NEXT", "ERROR");
        for (JsonNode each : all.path("notifications")) {
            notifications.row(
                    Cell.of(wall.of(each.path("at"))),
                    Cell.of(each.path("target").asText()),
                    Cell.of(each.path("task").asText()
                            + (each.path("replica").isNumber()
                                    ? ":" + each.path("replica").asText()
                                    : "")),
                    Cell.of(each.path("event").asText()),
                    Cell.of(each.path("tries").asText()),
                    Cell.of(each.path("due").isTextual() ? wall.of(each.path("due")) : "given up"),
                    Cell.of(each.path("error").asText("")));
        }
        if (!notifications.isEmpty()) {
            screen.line("");
            notifications.print(screen);
        }
        if (all.path("dropped").asLong() > 0) {
            screen.line("");
            screen.line(all.path("dropped").asText() + " notifications were lost, since too many waited");
        }
    }
}
