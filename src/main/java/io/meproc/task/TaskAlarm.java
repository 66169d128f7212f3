package io.meproc.task;

/** The kinds of alarms that a whole task has; at most one of each is armed. */
public enum TaskAlarm {
    /** The time has passed in which the task was expected to end with success. */
    SUCCESS_OVERDUE,
    /** The time has passed in which a condition for the start of the task was expected to be met. */
    NEED_OVERDUE
}
