package io.meproc.bus;

/**
 * The addresses for programs in the same JVM. Their messages are JSON objects with a {@code version}, see
 * docs/embedding.md; they stay as they are within a version.
 */
public final class PublicAddresses {
    /** The version of the messages. */
    public static final int VERSION = 1;

    /** Takes the calls of the interface of today, one in a message; the reply is the answer. */
    public static final String COMMANDS = "meproc.commands";

    /** How a task is, whenever that has changed; a few times a second at most. */
    public static final String TASK_EVENTS = "meproc.events.task";

    /** The name of a task that is listed no more. */
    public static final String REMOVED_EVENTS = "meproc.events.removed";

    /** What happens to a task and its processes, each start and each end. */
    public static final String RUN_EVENTS = "meproc.events.run";

    private PublicAddresses() {}
}
