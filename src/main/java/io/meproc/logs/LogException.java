package io.meproc.logs;

import io.meproc.linux.Errno;
import io.meproc.task.exit.StartFailure;

/** A log that can't be written to, so that no process can be started for it. */
public final class LogException extends Exception {
    private static final long serialVersionUID = 1;
    private static final String STEP = "log";
    private final transient StartFailure failure;

    LogException(StartFailure failure) {
        super(failure.words());
        this.failure = failure;
    }

    /** A failure without an error number of the kernel. */
    LogException(String words) {
        this(StartFailure.of(STEP, words));
    }

    /** The kernel has refused something of {@code what}. */
    static LogException of(String what, int errno) {
        return withWords(what + ": " + Errno.words(errno), errno);
    }

    /** The kernel has refused; {@code words} say what. */
    static LogException withWords(String words, int errno) {
        return new LogException(new StartFailure(STEP, Errno.name(errno), words, Errno.passes(errno)));
    }

    /** The step that failed, and the reason. */
    public StartFailure failure() {
        return failure;
    }
}
