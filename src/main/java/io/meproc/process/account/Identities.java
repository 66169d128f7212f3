package io.meproc.process.account;

import io.meproc.task.command.Command;

/** Determines the identity with which a command runs, and whether it may. */
public interface Identities {

    Resolution resolve(Command command);

    /** Identities for a machine on which accounts can't be switched: grants only commands without an account. */
    static Identities ownOnly(String why) {
        return command -> command.switchesAccount()
                ? new Resolution.Denied("user and group can't be set here: " + why)
                : new Resolution.Granted(Identity.OWN);
    }
}
