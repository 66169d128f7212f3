package io.meproc.process.spawn;

import io.meproc.linux.Errno;
import io.meproc.logs.LogException;
import io.meproc.task.exit.StartFailure;

/** The failure to start a process. */
public final class SpawnException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient StartFailure failure;

    public SpawnException(StartFailure failure) {
        super(failure.words());
        this.failure = failure;
    }

    /** A failure without an error number of the kernel. */
    public SpawnException(String step, String words) {
        this(StartFailure.of(step, words));
    }

    /** The failure to open the log of the process. */
    public static SpawnException of(LogException refused) {
        return new SpawnException(refused.failure());
    }

    /** The failure of a system call. {@code what} is its object; {@code more} is a remark or empty. */
    public static SpawnException of(String step, String what, int errno, String more) {
        String words = what + ": " + Errno.words(errno) + (more.isEmpty() ? "" : ": " + more);
        return new SpawnException(new StartFailure(step, Errno.name(errno), words, Errno.passes(errno)));
    }

    /** The step that failed, and the reason. */
    public StartFailure failure() {
        return failure;
    }
}
