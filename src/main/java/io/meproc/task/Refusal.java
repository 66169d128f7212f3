package io.meproc.task;

/**
 * The reason why a request was not carried out.
 *
 * @param detail a message for the operator that names the received value and what is allowed
 */
public record Refusal(Reason reason, String detail) {
    public static final Refusal SHUTTING_DOWN =
            new Refusal(Reason.SHUTTING_DOWN, "Meproc is shutting down and takes no more requests");

    /** An internal error. */
    public static final Refusal BROKEN = new Refusal(Reason.BROKEN, "internal error; details are in the service log");

    public static Refusal unknownTask(String name) {
        return new Refusal(Reason.UNKNOWN_TASK, "no task '" + name + "' is listed");
    }

    /** The kind of a refusal; each interface maps it to its own status and message. */
    public enum Reason {
        /** The value of a field is not allowed. */
        INVALID_FIELD,
        /** A task of this name is already listed. */
        EXISTS,
        /** No task of this name is listed. */
        UNKNOWN_TASK,
        /** No replica of the task could be started. */
        START_FAILED,
        /** A process of the task has survived SIGKILL so far. */
        STILL_ALIVE,
        /** The task was removed while the request waited. */
        REMOVED,
        /** The task does not have the revision that the request expects. */
        CONFLICT,
        /** The task has no replica of this index. */
        UNKNOWN_REPLICA,
        /** No process of the task runs. */
        NOT_RUNNING,
        /** The task has no schedule, or does not run for occasions. */
        NOT_SCHEDULED,
        /** The overlap policy of the task allows no further run now. */
        OVERLAPS,
        /** An update ended before it reached every replica, or was rolled back. */
        ROLL_ENDED,
        /** All tasks together would exceed a limit, see {@link Bounds}. */
        LIMIT_REACHED,
        /** The service is shutting down. */
        SHUTTING_DOWN,
        /** A required service of this machine does not answer at present; a retry may succeed. */
        UNAVAILABLE,
        /** The store can't keep changes at present, so that none is carried out; the detail says why. */
        STORE_FAILED,
        /** The new version of the service can't start; the running one stays. */
        UPGRADE_FAILED,
        /** No process of this pid is left of an earlier service process. */
        UNKNOWN_PROCESS,
        /** The request was not completed within the time that it waits for its answer, and is still in progress. */
        NOT_DONE_YET,
        /** An internal error: the service could not handle the request. */
        BROKEN
    }
}
