package io.meproc.bus;

/** The addresses of the messages between the verticles. */
public final class Addresses {

    /** Replies to any message with the current {@link io.meproc.task.TaskTable}, from which a reader follows {@link #CHANGES}. */
    public static final String TABLE = "meproc.internal.table";

    public static final String REQUESTS = "meproc.internal.requests";
    public static final String ORDERS = "meproc.internal.orders";
    /** Each {@link io.meproc.task.ProbeOrder}; conclusions return to {@link #ALARMS}. */
    public static final String PROBES = "meproc.internal.probes";

    /** Each {@link io.meproc.task.Notice}, a message of a run by sd_notify(3). */
    public static final String NOTICES = "meproc.internal.notices";

    public static final String REPORTS = "meproc.internal.reports";

    /** Expired alarms and due fires, as {@link io.meproc.task.Event}s for the supervisor. */
    public static final String ALARMS = "meproc.internal.alarms";

    /** The {@link io.meproc.task.Changes} of each event, published in order and before the event is answered. */
    public static final String CHANGES = "meproc.internal.changes";

    /** Replies to any message with the name of the launcher in use. */
    public static final String LAUNCHER = "meproc.internal.launcher";

    /** Replies to any message with the {@link io.meproc.task.Leftovers}, the live processes of an earlier Meproc. */
    public static final String LEFTOVERS = "meproc.internal.leftovers";

    /** Replies to any message with {@link io.meproc.task.Leftovers}, the live processes that ended runs have released. */
    public static final String RELEASED = "meproc.internal.released";

    /** Replies to any message with {@link io.meproc.task.Readings}, the current CPU and memory use of the live runs. */
    public static final String READINGS = "meproc.internal.readings";

    /** Replies to requests of readers of log files. */
    public static final String LOGS = "meproc.internal.logs";

    /** Replies to each {@code StoreRequest}, the requests to the owner of the store. */
    public static final String STORE = "meproc.internal.store";

    /** Receives the messages to the sender of notifications: {@code HookRequest}s, and {@code OutboxFilled} after a commit of some. */
    public static final String HOOKS = "meproc.internal.hooks";

    /**
     * Any message replaces the program of the service by its current version on disk; the reply is a {@code String}, the new
     * version, or a {@code Refusal} if it could not start. Without a consumer in another program.
     */
    public static final String UPGRADE = "meproc.internal.upgrade";

    /** Any message stops every task; the reply follows when all are stopped. */
    public static final String DRAIN = "meproc.internal.drain";

    /** Any message makes the supervisor send SIGKILL at once to the processes that it is stopping. */
    public static final String KILL_NOW = "meproc.internal.kill-now";

    /** An {@link io.meproc.task.Effect.EndService}, for the program that has deployed the service. */
    public static final String END_SERVICE = "meproc.internal.end-service";

    private Addresses() {}
}
