package io.meproc.process;

import io.meproc.process.account.Identity;
import io.meproc.process.account.Resolution;
import io.meproc.process.spawn.ChildSetupBuilder;
import io.meproc.process.spawn.Priorities;
import io.meproc.process.spawn.SpawnException;
import io.meproc.task.Refusal;
import io.meproc.task.command.Command;
import io.meproc.task.exit.StartFailure;
import org.jspecify.annotations.Nullable;

/** Decides whether a command may be run, when its task is defined and again when it is started. */
public final class Admission {
    private static final String STEP = "user";

    private Admission() {}

    /** The refusal if the command can't be run with the result of the lookup; null if it can. */
    public static @Nullable Refusal check(Command command, Resolution resolution) {
        try {
            identity(command, resolution);
            String obstacle = Priorities.obstacle(command.surroundings());
            return obstacle == null ? null : refusal(obstacle);
        } catch (SpawnException refused) {
            return new Refusal(
                    refused.failure().passing() ? Refusal.Reason.UNAVAILABLE : Refusal.Reason.INVALID_FIELD,
                    refused.failure().words());
        }
    }

    /** The identity with which the command runs. */
    public static Identity identity(Command command, Resolution resolution) throws SpawnException {
        if (command.text().indexOf('\0') >= 0) {
            throw new SpawnException(ChildSetupBuilder.EXEC, "cmd may not hold a NUL character");
        }
        if (resolution instanceof Resolution.Denied denied) {
            throw new SpawnException(STEP, denied.detail());
        } else if (resolution instanceof Resolution.Unanswered unanswered) {
            throw new SpawnException(new StartFailure(STEP, "", unanswered.detail(), true));
        }
        return ((Resolution.Granted) resolution).identity();
    }

    private static Refusal refusal(String words) {
        return new Refusal(Refusal.Reason.INVALID_FIELD, words);
    }
}
