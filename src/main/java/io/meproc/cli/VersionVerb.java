package io.meproc.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Shows the version of this program; {@code node} shows that of the service. */
final class VersionVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of("version", "Shows the version of this program; 'meproc node' shows the service's.")
                .examples("meproc version");
    }

    @Override
    public int run(Invocation call) {
        String version = Optional.ofNullable(VersionVerb.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
        call.screen().line("Meproc " + version);
        return Code.DONE;
    }
}
