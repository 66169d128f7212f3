package io.meproc.cli;

import picocli.CommandLine.Model.CommandSpec;

/** Prints the completion script. */
final class CompletionVerb implements Verb {
    @Override
    public CommandSpec spec() {
        return Options.of(
                        "completion",
                        "Prints a script that makes bash (and zsh) complete verbs, options and the names of tasks.")
                .examples(
                        "source <(meproc completion)",
                        "meproc completion >~/.local/share/bash-completion/completions/meproc");
    }

    @Override
    public int run(Invocation call) {
        call.screen().out().print(CompletionScript.text());
        return Code.DONE;
    }
}
