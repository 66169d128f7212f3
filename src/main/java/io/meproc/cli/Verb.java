package io.meproc.cli;

import picocli.CommandLine.Model.CommandSpec;

/** A word of the command line, and what it does. */
interface Verb {
    /** Its options, parameters and help. */
    CommandSpec spec();

    /** Does it, and answers the exit code. */
    int run(Invocation call) throws Failure;

    /** Whether a command may follow, behind {@code --}. */
    default boolean takesCommand() {
        return false;
    }
}
