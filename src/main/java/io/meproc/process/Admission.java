package io.meproc.process;

import io.meproc.task.Command;
import io.meproc.task.Refusal;
import org.jspecify.annotations.Nullable;

/** Decides whether a command may be started, when it is announced and again when it is started. */
final class Admission {
    private Admission() {}

    static @Nullable Refusal check(Command command, Identities identities) {
        try {
            identity(command, identities);
            return null;
        } catch (SpawnException refused) {
            return new Refusal(Refusal.Reason.INVALID_FIELD, refused.reason());
        }
    }

    /** As whom the command runs. */
    static Identity identity(Command command, Identities identities) throws SpawnException {
        if (command.line().indexOf('\0') >= 0) {
            throw new SpawnException("cmd may not hold a NUL character");
        }
        Resolution resolution = identities.resolve(command);
        if (resolution instanceof Resolution.Denied denied) {
            throw new SpawnException(denied.detail());
        }
        return ((Resolution.Granted) resolution).identity();
    }
}
