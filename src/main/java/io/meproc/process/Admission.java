package io.meproc.process;

import io.meproc.task.Refusal;
import io.meproc.task.command.Command;
import io.meproc.task.exit.StartFailure;
import org.jspecify.annotations.Nullable;

/** Decides whether a task may be run, when it is announced and again when it is started. */
final class Admission {
    private static final String STEP = "user";

    private Admission() {}

    static @Nullable Refusal check(Command command, Identities identities) {
        try {
            identity(command, identities);
            String obstacle = Priorities.obstacle(command.surroundings());
            return obstacle == null ? null : refusal(obstacle);
        } catch (SpawnException refused) {
            return new Refusal(
                    refused.failure().passing() ? Refusal.Reason.UNAVAILABLE : Refusal.Reason.INVALID_FIELD,
                    refused.failure().words());
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
        } else if (resolution instanceof Resolution.Unanswered unanswered) {
            throw new SpawnException(new StartFailure(STEP, "", unanswered.detail(), true));
        }
        return ((Resolution.Granted) resolution).identity();
    }
}
