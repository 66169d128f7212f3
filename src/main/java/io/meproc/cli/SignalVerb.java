package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Sends a signal to the processes of a task, without stopping the task. */
final class SignalVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of("signal", "Sends a signal to the processes of a task or replica.")
                .json()
                .parameters("NAME[:INDEX] SIGNAL", "WORD", "2", "the task or replica, and the signal's name")
                .examples("meproc signal web HUP", "meproc signal web:0 USR1");
    }

    @Override
    public int run(Invocation call) throws Failure {
        List<String> words = call.parameters();
        if (words.size() != 2) {
            throw call.misused("signal needs a task and a signal, as in 'meproc signal web HUP'");
        }
        Target target = Target.of(words.get(0));
        JsonNode outcome =
                call.service().post(target.path() + "/signal", Json.object().put("signal", words.get(1)));
        if (!call.showedJson(outcome)) {
            new Outcomes(call.screen()).show(words.get(0), outcome);
        }
        return Code.DONE;
    }
}
