package io.meproc.process;

import io.meproc.linux.Errno;
import io.meproc.logs.LogException;
import io.meproc.task.exit.StartFailure;

/** No process came to be. */
final class SpawnException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient StartFailure failure;

    SpawnException(StartFailure failure) {
        super(failure.words());
        this.failure = failure;
    }

    /** What was to be done with {@code what} failed without the kernel's doing. */
    SpawnException(String step, String words) {
        this(StartFailure.of(step, words));
    }

    /** There is no log for the process. */
    static SpawnException of(LogException refused) {
        return new SpawnException(refused.failure());
    }

    /** The kernel has refused. {@code what} says to whom or what; {@code more} is empty or a remark. */
    static SpawnException of(String step, String what, int errno, String more) {
        String words = what + ": " + Errno.words(errno) + (more.isEmpty() ? "" : ": " + more);
        return new SpawnException(new StartFailure(step, Errno.name(errno), words, Errno.passes(errno)));
    }

    /** Which step failed and why. */
    StartFailure failure() {
        return failure;
    }
}
