package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the properties of the service. */
final class NodeVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of("node", "Shows the service: version, machine, number of tasks.")
                .json()
                .examples("meproc node");
    }

    @Override
    public int run(Invocation call) throws Failure {
        JsonNode node = call.service().get("/node");
        if (!call.showedJson(node)) {
            Facts facts = new Facts(call.screen());
            for (Map.Entry<String, JsonNode> fact : node.properties()) {
                show(facts, fact.getKey(), fact.getValue());
            }
        }
        return Code.DONE;
    }

    private static void show(Facts facts, String name, JsonNode value) {
        switch (name) {
            case "uptime" -> facts.show("uptime", Span.of(Duration.ofSeconds(value.asLong())));
            case "startedAt" -> facts.show("started", new WallTime("yyyy-MM-dd HH:mm:ss").of(value));
            case "eventLoop" ->
                facts.show(
                        "eventLoop",
                        "longest turn " + value.path("longestTurnMs").asText() + " ms since "
                                + new WallTime("yyyy-MM-dd HH:mm:ss").of(value.path("since")));
            case "store" ->
                facts.show(
                        "store",
                        value.path("obstacle").isTextual()
                                ? value.path("obstacle").asText()
                                : value.path("state").asText());
            case "hooks" ->
                facts.show(
                        "hooks",
                        value.isNull()
                                ? "unknown"
                                : value.path("waiting").asText() + " waiting, "
                                        + value.path("dead").asText() + " given up");
            case "freeze" ->
                facts.show(
                        "freeze",
                        value.isNull()
                                ? "none"
                                : value.path("seconds").asText() + " s until "
                                        + new WallTime("yyyy-MM-dd HH:mm:ss").of(value.path("until")) + ", "
                                        + value.path("count").asText() + " since the start");
            // The revision has no meaning for people.
            case "revision" -> {}
            default -> facts.show(name, value);
        }
    }
}
