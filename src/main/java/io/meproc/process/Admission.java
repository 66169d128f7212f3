package io.meproc.process;

import io.meproc.task.Refusal;
import io.meproc.task.command.Command;
import org.jspecify.annotations.Nullable;

/** Decides whether a task may be run, when it is announced and again when it is started. */
final class Admission {
    private static final String STEP = "user";

    private Admission() {}

    static @Nullable Refusal check(Command command, Identities identities) {
        try {
            identity(command, identities);
            return null;
        } catch (SpawnException refused) {
            return refusal(refused.failure().words());
        }
    }

    static Refusal refusal(String words) {
        return new Refusal(Refusal.Reason.INVALID_FIELD, words);
    }

    /** As whom the command runs. */
    static Identity identity(Command command, Identities identities) throws SpawnException {
        if (command.text().indexOf('\0') >= 0) {
            throw new SpawnException(Preparation.EXEC, "cmd may not hold a NUL character");
        }
        Resolution resolution = identities.resolve(command);
        if (resolution instanceof Resolution.Denied denied) {
            throw new SpawnException(STEP, denied.detail());
        }
        return ((Resolution.Granted) resolution).identity();
    }
}
