package io.meproc.process;

import io.meproc.task.command.Command;

/** Finds out as whom a command is to run, and whether it may. */
interface Identities {

    Resolution resolve(Command command);

    /** Where accounts can't be switched: only commands that don't ask for it. */
    static Identities ownOnly(String why) {
        return command -> command.switchesAccount()
                ? new Resolution.Denied("user and group can't be set here: " + why)
                : new Resolution.Granted(Identity.OWN);
    }
}
