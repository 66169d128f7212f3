package io.meproc.process.account;

import io.meproc.linux.Errno;

/** The failure of the user database to answer: whether an account exists is unknown. */
public final class LookupException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param errno the result of the C library, see getpwnam(3) */
    LookupException(int errno) {
        super(Errno.words(errno));
    }
}
