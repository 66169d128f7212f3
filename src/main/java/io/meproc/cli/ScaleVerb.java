package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Changes the number of replicas of a task; remaining ones are not restarted. */
final class ScaleVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of("scale", "Changes the number of replicas of a task; remaining ones are not restarted.")
                .flag(PlanView.OPTION, PlanView.DESCRIPTION)
                .json()
                .parameters("NAME REPLICAS", "WORD", "2", "the task, and its number of replicas")
                .examples("meproc scale web 4");
    }

    @Override
    public int run(Invocation call) throws Failure {
        List<String> words = call.parameters();
        if (words.size() != 2) {
            throw call.misused("scale needs a task and a number, as in 'meproc scale web 4'");
        }
        int replicas;
        try {
            replicas = Integer.parseInt(words.get(1));
        } catch (NumberFormatException wrong) {
            throw call.misused("'" + words.get(1) + "' is not a valid number of replicas");
        }
        Route route = Route.to(Route.task(words.get(0))).with("dryRun", PlanView.parameter(call));
        Request request = Request.of("PATCH", route.toString());
        JsonNode outcome = call.service().call(request.with(Json.object().put("replica", replicas)));
        if (!call.showedJson(outcome)) {
            new Outcomes(call.screen()).show(words.get(0), outcome);
        }
        return Code.DONE;
    }
}
