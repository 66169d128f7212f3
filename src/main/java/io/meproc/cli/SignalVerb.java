package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Sends a signal to the processes of a task, without stopping the task. */
final class SignalVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of("signal", "Sends a signal to the processes of a task or replica.")
                .flag(PlanView.OPTION, PlanView.DESCRIPTION)
                .json()
                .choice("--to", "WHOM", "the process group (default), or the leader alone", "group", "leader")
                .parameters("NAME[:INDEX] SIGNAL", "WORD", "2", "the task or replica, and the signal's name")
                .examples("meproc signal web HUP", "meproc signal web:0 USR1 --to leader");
    }

    @Override
    public int run(Invocation call) throws Failure {
        List<String> words = call.parameters();
        if (words.size() != 2) {
            throw call.misused("signal needs a task and a signal, as in 'meproc signal web HUP'");
        }
        Target target = Target.of(words.get(0));
        ObjectNode order = Json.object().put("signal", words.get(1));
        if (call.has("--to")) {
            order.put("to", call.value("--to"));
        }
        JsonNode outcome = call.service()
                .post(
                        Route.to(target.path() + "/signal")
                                .with("dryRun", PlanView.parameter(call))
                                .toString(),
                        order);
        if (!call.showedJson(outcome)) {
            new Outcomes(call.screen()).show(words.get(0), outcome);
        }
        return Code.DONE;
    }
}
