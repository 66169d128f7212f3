package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the service itself. */
final class NodeVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of("node", "Shows the service itself: version, machine, how many tasks.")
                .json()
                .examples("meproc node");
    }

    @Override
    public int run(Invocation call) throws Failure {
        JsonNode node = call.service().get("/node");
        if (!call.showedJson(node)) {
            Facts facts = new Facts(call.screen());
            for (Map.Entry<String, JsonNode> fact : node.properties()) {
                facts.show(fact.getKey(), fact.getValue());
            }
        }
        return Code.DONE;
    }
}
