package io.meproc.bus;

/** Every address between the verticles. */
public final class Addresses {

    /** Answers any message with the {@link io.meproc.task.TaskTable} as it is, for those who follow {@link #CHANGES} from then on. */
    public static final String TABLE = "meproc.internal.table";

    public static final String REQUESTS = "meproc.internal.requests";
    public static final String ORDERS = "meproc.internal.orders";
    public static final String REPORTS = "meproc.internal.reports";

    /** Alarms and due fires that went off, {@link io.meproc.task.Event}, for the supervisor. */
    public static final String ALARMS = "meproc.internal.alarms";

    /** What each event has changed is published here, {@link io.meproc.task.Changes}, in order, before the event is answered. */
    public static final String CHANGES = "meproc.internal.changes";

    /** Answers any message with the name of the launcher in use. */
    public static final String LAUNCHER = "meproc.internal.launcher";

    /** Answers any message with {@link io.meproc.task.Leftovers}: what an earlier Meproc has left running. */
    public static final String LEFTOVERS = "meproc.internal.leftovers";

    /** Answers any message with {@link io.meproc.task.Readings}: what the live runs use just now. */
    public static final String READINGS = "meproc.internal.readings";

    /** A message here, whatever it is, has every task stopped; the reply comes when that is done. */
    public static final String DRAIN = "meproc.internal.drain";

    /** A message here, whatever it is, ends the patience with which the service stops its tasks. */
    public static final String HURRY = "meproc.internal.hurry";

    private Addresses() {}
}
