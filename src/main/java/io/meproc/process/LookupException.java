package io.meproc.process;

import io.meproc.linux.Errno;

/** The user database could not answer: of an account nothing is known, neither that it exists nor that it does not. */
final class LookupException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param errno what the C library returned, see getpwnam(3) */
    LookupException(int errno) {
        super(Errno.words(errno));
    }
}
