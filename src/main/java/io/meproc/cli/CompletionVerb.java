package io.meproc.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;

/** Prints what makes a shell complete verbs and options. */
final class CompletionVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of("completion", "Prints a script that makes bash (and zsh) complete verbs and options.")
                .examples(
                        "source <(meproc completion)",
                        "meproc completion >~/.local/share/bash-completion/completions/meproc");
    }

    @Override
    public int run(Invocation call) {
        call.screen().out().print(AutoComplete.bash("meproc", Manual.whole()));
        return Code.DONE;
    }
}
