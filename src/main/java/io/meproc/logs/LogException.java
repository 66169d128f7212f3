package io.meproc.logs;

import io.meproc.linux.Errno;
import io.meproc.task.exit.StartFailure;

/** The failure of a log that can't be written to, because of which no process can be started. */
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

    /** The failure of a system call on {@code what}. */
    static LogException of(String what, int errno) {
        return withWords(what + ": " + Errno.words(errno), errno);
    }

    /** The failure of a system call, described by {@code words}. */
    static LogException withWords(String words, int errno) {
        return new LogException(new StartFailure(STEP, Errno.name(errno), words, Errno.passes(errno)));
    }

    /** The step that failed, and the reason. */
    public StartFailure failure() {
        return failure;
    }
}
