package io.meproc.process;

/** What became of a command's user and group. */
sealed interface Resolution {

    record Granted(Identity identity) implements Resolution {}

    /** {@code detail} is for the operator's eyes. */
    record Denied(String detail) implements Resolution {}

    /** It can't be known at the moment; trying again may help. {@code detail} is for the operator's eyes. */
    record Unanswered(String detail) implements Resolution {}
}
