package io.meproc.store;

import io.meproc.task.Notification;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request about the notifications that are to be delivered. Instants are wall-clock time. */
public sealed interface OutboxRequest extends StoreRequest {

    /**
     * Requests one due notification of each target, the one that is due first, and when the next one is due; replied to with
     * {@link Due}.
     *
     * @param except the targets of which none is requested
     */
    record Next(Instant now, List<String> except) implements OutboxRequest {}

    /**
     * The notifications to send now.
     *
     * @param next when a notification of a target that is not excepted is due; null if none waits
     */
    record Due(List<Queued> notifications, @Nullable Instant next) {}

    /** Deletes a delivered notification, unless it was replaced meanwhile; replied to with null. */
    record Delivered(Notification notification) implements OutboxRequest {}

    /**
     * Records a failed attempt; replied to with null.
     *
     * @param due the time of the next attempt; null to give the notification up
     */
    record Failed(
            long number, String error, Instant at, @Nullable Instant due) implements OutboxRequest {}

    /** Disables a target: all its notifications are given up, and so is each later one; replied to with null. */
    record Disable(String target, String why, Instant at) implements OutboxRequest {}

    /** Enables a target, and makes all its notifications due, those that were given up included; replied to with their number. */
    record Retry(String target, Instant now) implements OutboxRequest {}

    /** Deletes all notifications of a target; replied to with their number. */
    record Drop(String target) implements OutboxRequest {}

    /** Requests the state of all notifications; replied to with {@link Outbox}. */
    record Inspect(int limit) implements OutboxRequest {}

    /**
     * A notification that waits or was given up.
     *
     * @param tries the number of failed attempts
     * @param error why the last attempt failed; null before the first
     * @param dead when it was given up; null before
     */
    record Queued(
            Notification notification,
            int tries,
            @Nullable String error,
            @Nullable Instant dead) {}

    /**
     * The state of one target that has notifications or is disabled.
     *
     * @param failing the number of those that wait after a failed attempt
     * @param disabled why it is disabled; null if it is not
     */
    record OfTarget(
            String target,
            int waiting,
            int failing,
            int dead,
            @Nullable String disabled,
            @Nullable Instant disabledAt) {}

    /**
     * All notifications.
     *
     * @param notifications the newest ones, newest first, up to the requested limit
     * @param dropped the number that were lost because too many waited
     */
    record Outbox(List<OfTarget> targets, List<Queued> notifications, long dropped) {}
}
