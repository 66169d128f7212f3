package io.meproc.task;

import io.meproc.task.hook.HookEvent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** The recent notifications of a task, by their kind and target; an immutable value. */
record NotificationGaps(PMap<Key, Gap> gaps) {
    static final NotificationGaps NONE = new NotificationGaps(HashTreePMap.empty());

    /** More entries than this are checked for those that are over, which a change of the definition may leave. */
    private static final int MANY = 64;

    /** Events that report the same condition share a gap, so that the notification at its end reports the newest one. */
    record Key(Kind kind, String target) {
        enum Kind {
            HEALTH,
            START,
            END,
            MISSED;

            static Kind of(HookEvent event) {
                return switch (event) {
                    case FAILED, RECOVERED, LATE -> HEALTH;
                    case STARTED -> START;
                    case ENDED -> END;
                    case MISSED -> MISSED;
                };
            }
        }

        Key(HookEvent event, String target) {
            this(Kind.of(event), target);
        }
    }

    /**
     * The time after a notification in which further events share one that is sent at its end.
     *
     * @param until its end, in steady time
     * @param number of the notification that is sent at its end; 0 before an event
     * @param events the number of events that share it
     */
    record Gap(Instant until, long number, int events) {
        Gap shared(long newest) {
            return new Gap(until, newest, events + 1);
        }
    }

    /** The gap that runs at this time; null if a notification may be sent at once. */
    @Nullable
    Gap running(Key key, Instant now, Duration length) {
        Gap gap = gaps.get(key);
        if (gap == null || now.isBefore(gap.until())) {
            return gap;
        }
        Instant next = gap.until().plus(length);
        return gap.number() > 0 && now.isBefore(next) ? new Gap(next, 0, 0) : null;
    }

    NotificationGaps with(Key key, Gap gap, Instant now, Duration length) {
        PMap<Key, Gap> kept = gaps;
        if (kept.size() > MANY) {
            for (Key each : gaps.keySet()) {
                kept = running(each, now, length) == null ? kept.minus(each) : kept;
            }
        }
        return new NotificationGaps(kept.plus(key, gap));
    }
}
