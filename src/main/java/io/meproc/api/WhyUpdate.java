package io.meproc.api;

import io.meproc.task.Indices;
import io.meproc.task.RecordedEvent;
import io.meproc.task.Task;
import io.meproc.task.TaskEvent.Updated;
import io.meproc.task.Timeline;
import io.meproc.task.UpdateStatus;
import io.meproc.task.update.UpdateKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The phrases about updates in the reason for the state of a task. */
final class WhyUpdate {
    private WhyUpdate() {}

    /** A phrase about the replicas that an update waits for, and until when. */
    static String words(UpdateStatus update, Timeline times, Instant now) {
        List<String> parts = new ArrayList<>();
        add(parts, update.replaced(), "replaced");
        add(parts, update.replacing(), "being replaced");
        add(parts, update.old(), "still old");
        String next = update.next()
                .map(at -> ", next check in " + Words.until(now, times.wall(at)))
                .orElse("");
        return update.kind().words() + " in progress" + (update.why().isEmpty() ? "" : " (" + update.why() + ")") + ": "
                + String.join(", ", parts) + next;
    }

    private static void add(List<String> parts, Indices these, String words) {
        if (these.count() > 0) {
            parts.add((these.count() == 1 ? "replica " : "replicas ") + these.ranges() + " " + words);
        }
    }

    /** The rollback after which the task has its present definition, among its recent events. */
    static Optional<String> rolledBack(Task task, Timeline times) {
        Optional<RecordedEvent> last = task.recentEvents().stream()
                .filter(each -> each.event() instanceof Updated updated
                        && (updated.stage() == Updated.Stage.ROLLED_BACK
                                || (updated.stage() == Updated.Stage.BEGUN && updated.kind() == UpdateKind.CHANGE)))
                .reduce((earlier, later) -> later);
        return last.filter(each -> ((Updated) each.event()).stage() == Updated.Stage.ROLLED_BACK)
                .map(each -> "the update at " + times.wall(each.at()) + " failed: " + ((Updated) each.event()).words());
    }
}
