package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Shows what several changes would do, and changes nothing. */
final class PlanVerb implements Verb {
    private static final List<String> ACTIONS =
            List.of("start", "stop", "restart", "reset", "remove", "pause", "resume");

    @Override
    public CommandSpec spec() {
        return Options.of(
                        "plan",
                        "Shows what changes would do: who would start, wait for what, stop or restart.",
                        "A file has a definition, a list of definitions, or changes as for POST /api/v1/plan.")
                .value("-f --file", "FILE", "the definitions that would be put; '-' for standard input")
                .json()
                .parameters("[ACTION NAME...]", "WORD", "0..*", "an action, and the tasks that it would be about")
                .examples("meproc plan --file tasks.json", "meproc plan stop db", "meproc plan restart db app");
    }

    @Override
    public int run(Invocation call) throws Failure {
        JsonNode plan = call.service().post("/plan", changes(call));
        return call.showedJson(plan) ? Outcomes.code(plan) : new Outcomes(call.screen()).showAll(plan, call.service());
    }

    private static ObjectNode changes(Invocation call) throws Failure {
        List<String> words = call.parameters();
        if (call.has(DefinitionFile.OPTION) == !words.isEmpty()) {
            throw call.misused("plan needs either --file, or an action and tasks, as in 'meproc plan stop db'");
        }
        ObjectNode body = Json.object();
        if (words.isEmpty()) {
            JsonNode file = DefinitionFile.read(call);
            if (file.has("changes")) {
                return (ObjectNode) file;
            }
            ArrayNode changes = body.putArray("changes");
            if (file.isArray()) {
                file.forEach(each -> put(changes, each));
            } else {
                put(changes, file);
            }
            return body;
        } else if (!ACTIONS.contains(words.get(0)) || words.size() == 1) {
            throw call.misused("expected one of " + String.join(", ", ACTIONS) + " and the names of tasks, got '"
                    + String.join(" ", words) + "'");
        }
        ArrayNode changes = body.putArray("changes");
        for (String name : words.subList(1, words.size())) {
            changes.addObject().put("action", words.get(0)).put("name", name);
        }
        return body;
    }

    private static void put(ArrayNode changes, JsonNode definition) {
        changes.addObject()
                .put("action", "put")
                .put("name", definition.path("name").asText())
                .set("definition", definition);
    }
}
