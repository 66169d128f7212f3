package io.meproc.task;

/** The kinds of alarms that a whole task has; at most one of each is armed. */
public enum TaskAlarm {
    /** The time has passed in which the task was expected to end with success. */
    SUCCESS_OVERDUE,
    /** The deadline of a start that waits has passed. */
    START_DEADLINE,
    /** The time has passed in which a condition for the start of the task was expected to be met. */
    NEED_OVERDUE,
    /** A new process of an update has lasted long enough, or has taken too long to become ready. */
    UPDATE_DUE,
    /** The task is stopped although tasks that need it have not ended. */
    STOP_OVERDUE,
    /** A run that uses too much memory is old enough to be replaced. */
    MEMORY_REPLACEMENT
}
