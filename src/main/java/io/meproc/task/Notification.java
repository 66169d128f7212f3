package io.meproc.task;

import io.meproc.task.hook.HookEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message about an event of a task for one target, which a store keeps until it is delivered.
 *
 * @param number identifies it on this node; a later record with the same number replaces one that was not sent yet
 * @param target see {@link io.meproc.task.hook.HookTarget#text}
 * @param run the run that the event is about; null for an event of the whole task
 * @param words a description of the event
 * @param at when the event happened, in steady time
 * @param due the earliest time to send it, in steady time
 * @param others the number of earlier events of this kind for which no notification was sent, since they followed too
 * closely on one
 */
public record Notification(
        long number,
        String target,
        HookEvent event,
        String task,
        @Nullable Run run,
        String words,
        Instant at,
        Instant due,
        int others) {}
