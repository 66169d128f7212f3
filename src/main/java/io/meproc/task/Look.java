package io.meproc.task;

/**
 * Asks to see the table; answered with the {@link TaskTable}, or with null when that still has the revision
 * that the asker knows.
 *
 * @param known a revision, or a negative number for none
 */
public record Look(long known) {}
