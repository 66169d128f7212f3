package io.meproc.bus;

/**
 * The addresses for programs in the same JVM. Their messages are JSON objects with a {@code version}, within which they
 * stay compatible; docs/embedding.md describes them.
 */
public final class PublicAddresses {
    /** The version of the messages. */
    public static final int VERSION = 1;

    /** Receives calls of {@code /api/v1}, one per message; the reply is the answer. */
    public static final String COMMANDS = "meproc.commands";

    /** The summary of a task that has changed, at most every 50 ms. */
    public static final String TASK_EVENTS = "meproc.events.task";

    /** The name of a task that is no longer listed. */
    public static final String REMOVED_EVENTS = "meproc.events.removed";

    /** Every event of a task and its processes, such as each start and each end. */
    public static final String RUN_EVENTS = "meproc.events.run";

    private PublicAddresses() {}
}
