package io.meproc.task;

/**
 * Why a request was not carried out.
 *
 * @param detail names what was sent and what is allowed, for the operator's eyes
 */
public record Refusal(Reason reason, String detail) {
    /** The service is shutting down. */
    public static final Refusal SHUTTING_DOWN =
            new Refusal(Reason.SHUTTING_DOWN, "Meproc is shutting down and takes no more requests");

    /** A bug. */
    public static final Refusal BROKEN = new Refusal(Reason.BROKEN, "internal error; details are in the service log");

    /** No task of that name is listed. */
    public static Refusal unknownTask(String name) {
        return new Refusal(Reason.UNKNOWN_TASK, "no task '" + name + "' is listed");
    }

    /** The kinds of refusal; an interface maps each to its own status and message. */
    public enum Reason {
        /** A field's value is not allowed. */
        INVALID_FIELD,
        /** A task of that name is listed already. */
        EXISTS,
        /** No task of that name is listed. */
        UNKNOWN_TASK,
        /** Not one replica of the task could be started. */
        START_FAILED,
        /** Something of the task has survived even SIGKILL so far. */
        STILL_ALIVE,
        /** The task was removed while the request waited. */
        REMOVED,
        /** The task has another revision than the request expects. */
        CONFLICT,
        /** The task has no replica of that index. */
        UNKNOWN_REPLICA,
        /** Nothing of the task runs. */
        NOT_RUNNING,
        /** A rolling restart has ended before it reached every replica. */
        ROLL_ENDED,
        /** All tasks together would take more than this Meproc keeps, see {@link Bounds}. */
        LIMIT_REACHED,
        /** The service is shutting down. */
        SHUTTING_DOWN,
        /** Something on this machine that is needed does not answer at the moment; trying again may help. */
        UNAVAILABLE,
        /** It was not done in the time that a request waits for its answer, and is still under way. */
        NOT_DONE_YET,
        /** A bug: the service could not handle the request. */
        BROKEN
    }
}
