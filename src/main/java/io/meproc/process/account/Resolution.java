package io.meproc.process.account;

/** The result of looking up a command's user and group. */
public sealed interface Resolution {

    record Granted(Identity identity) implements Resolution {}

    /** The account may not be used; {@code detail} is for the operator. */
    record Denied(String detail) implements Resolution {}

    /** The result is not known at present, and a retry may succeed; {@code detail} is for the operator. */
    record Unanswered(String detail) implements Resolution {}
}
