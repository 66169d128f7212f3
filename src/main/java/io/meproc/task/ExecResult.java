package io.meproc.task;

/**
 * How the program of a probe ended; the answer to {@link Order.Exec}.
 *
 * @param passed whether it exited with code 0
 * @param detail a description for messages
 */
public record ExecResult(boolean passed, String detail) {}
