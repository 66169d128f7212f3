package io.meproc.cli;

import picocli.CommandLine.Model.CommandSpec;

/** A verb of the command line. */
interface Verb {
    /** The options, parameters and help of the verb. */
    CommandSpec spec();

    /** Runs the verb and returns the exit code. */
    int run(Invocation call) throws Failure;

    /** Whether a command may follow after {@code --}. */
    default boolean acceptsCommand() {
        return false;
    }
}
