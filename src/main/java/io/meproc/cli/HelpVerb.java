package io.meproc.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the help of the client, or of one verb. */
final class HelpVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of("help", "Shows the verbs, or the help of one.")
                .parameters("[VERB]", "VERB", "0..1", "the verb")
                .examples("meproc help run");
    }

    @Override
    public int run(Invocation call) throws Failure {
        String name = call.parameter("VERB");
        Optional<Verb> verb = Verbs.of(name);
        if (verb.isEmpty() && !name.isEmpty()) {
            throw Client.unknown(name);
        }
        Manual.show(verb, call.screen());
        return Code.DONE;
    }
}
