package io.meproc.store;

import io.meproc.task.AuditRecord;
import io.meproc.task.Changeset;
import io.meproc.task.Notification;
import io.meproc.task.ReplicaRecord;
import io.meproc.task.RunRecord;
import io.meproc.task.TaskTimes;
import io.meproc.task.Timeline;
import io.meproc.task.exit.End;
import io.meproc.task.restart.RecentEnds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Converts the steady time of changes to wall-clock time, which alone has a meaning for a later service process. */
final class WallChanges {
    private final Timeline timeline;
    private @Nullable End lastEnd;
    private @Nullable End lastWall;

    WallChanges(Timeline timeline) {
        this.timeline = timeline;
    }

    Changeset of(Changeset changes) {
        return new Changeset(
                changes.tasks(),
                each(changes.times(), this::times),
                each(changes.replicas(), this::replica),
                each(changes.runs(), this::run),
                each(changes.audit(), this::audit),
                changes.removed(),
                each(changes.notifications(), this::notification),
                changes.updates());
    }

    /** Most lists are empty or short, so a stream would cost more than the conversion. */
    private static <R> List<R> each(List<R> records, UnaryOperator<R> conversion) {
        if (records.isEmpty()) {
            return records;
        }
        List<R> converted = new ArrayList<>(records);
        converted.replaceAll(conversion);
        return converted;
    }

    private TaskTimes times(TaskTimes times) {
        return new TaskTimes(
                times.task(),
                wall(times.lastAttempt()),
                wall(times.lastStart()),
                times.handledUntil(),
                times.lastMissed(),
                times.schedule(),
                wall(times.lastSuccess()),
                wall(times.expectedSince()),
                times.late(),
                times.needs());
    }

    private ReplicaRecord replica(ReplicaRecord record) {
        return new ReplicaRecord(
                record.replica(),
                record.task(),
                record.state(),
                record.live() == null ? null : run(record.live()),
                record.thenStart(),
                wall(record.until()),
                record.restarts(),
                record.quickExits(),
                record.failures(),
                new RecentEnds(record.recent().at().stream().map(timeline::wall).toList()),
                end(record.last()),
                record.requested(),
                record.concluded());
    }

    private RunRecord run(RunRecord record) {
        return new RunRecord(
                record.run(),
                record.task(),
                record.pid(),
                record.started(),
                timeline.wall(record.since()),
                record.output(),
                end(record.end()),
                record.occasion(),
                record.seal());
    }

    private @Nullable End end(@Nullable End end) {
        if (end != null && !end.equals(lastEnd)) {
            lastEnd = end;
            lastWall = end.between(timeline.wall(end.since()), timeline.wall(end.at()));
        }
        return end == null ? null : lastWall;
    }

    private AuditRecord audit(AuditRecord record) {
        return new AuditRecord(
                timeline.wall(record.at()),
                record.by(),
                record.action(),
                record.task(),
                record.replica(),
                record.detail());
    }

    private Notification notification(Notification each) {
        return new Notification(
                each.number(),
                each.target(),
                each.event(),
                each.task(),
                each.run(),
                each.words(),
                timeline.wall(each.at()),
                timeline.wall(each.due()),
                each.others());
    }

    private @Nullable Instant wall(@Nullable Instant steady) {
        return steady == null ? null : timeline.wall(steady);
    }
}
