package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a listed task now, with parameters for this run. */
final class TriggerVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of(
                        "trigger",
                        "Runs a listed once or cron task now, with more arguments or variables for this run.",
                        "The overlap policy of the task applies: the run starts, waits, or is refused.")
                .values("-e --env", "K=V", "a variable for this run")
                .flag("--no-wait", "return at once, not when the run has started")
                .json()
                .parameters("NAME [-- ARGS...]", "NAME", "1", "the task")
                .examples("meproc trigger backup", "meproc trigger backup --env TARGET=/mnt -- --full");
    }

    @Override
    public boolean acceptsCommand() {
        return true;
    }

    @Override
    public int run(Invocation call) throws Failure {
        String name = call.parameter("NAME");
        ObjectNode parameters = Json.object();
        if (!call.command().isEmpty()) {
            ArrayNode args = parameters.putArray("args");
            call.command().forEach(args::add);
        }
        for (String pair : call.values("--env")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw call.misused("--env needs NAME=VALUE, got '" + pair + "'");
            }
            ObjectNode env = parameters.path("env") instanceof ObjectNode given ? given : parameters.putObject("env");
            env.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        Route route = Route.to(new Target(name, OptionalInt.empty()).path() + "/run")
                .with("wait", call.has("--no-wait") ? "false" : "");
        JsonNode outcome = call.service().post(route.toString(), parameters);
        if (!call.showedJson(outcome)) {
            new Outcomes(call.screen()).show(name, outcome);
        }
        return Code.DONE;
    }
}
