package io.meproc.json;

import io.meproc.task.TaskType;
import io.meproc.task.cron.HistoryLimits;
import io.meproc.task.cron.Overlap;
import io.meproc.task.cron.Retry;
import io.meproc.task.cron.Schedule;
import io.meproc.task.cron.Timetable;
import io.meproc.task.cron.Trigger;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses how the fires of a task start runs, and how much of its history is kept. */
final class SchedulePolicyFields {
    private static final List<String> OF_CRON = List.of("zone", "jitter", "overlap", "deadline", "retry");
    static final List<String> NAMES = List.of("zone", "jitter", "overlap", "deadline", "retry", "history");

    private final Fields fields;

    SchedulePolicyFields(Fields fields) {
        this.fields = fields;
    }

    Schedule schedule(TaskType type) throws InvalidInput {
        ofCron(type);
        return new Schedule(zone(), jitter(type), overlap(), deadline(), retry(), history());
    }

    List<InvalidInput.Part> parts(BehaviourFields.TypeOfTask type) {
        return List.of(
                () -> ofCron(type.read()),
                this::zone,
                () -> jitter(type.read()),
                this::overlap,
                this::deadline,
                this::retry,
                this::history);
    }

    private void ofCron(TaskType type) throws InvalidInput {
        for (String name : OF_CRON) {
            Sent sent = fields.find(name);
            if (sent != null && type != TaskType.CRON) {
                throw sent.wrong("belongs to a task of the type 'cron', not '" + type.word() + "'");
            }
        }
    }

    private @Nullable ZoneId zone() throws InvalidInput {
        Sent sent = fields.find("zone");
        if (sent == null) {
            return null;
        } else if (fields.find("every") != null || fields.find("at") != null) {
            throw sent.wrong("has no effect on every and at, which follow elapsed time; use it with cron");
        }
        return ZoneField.read(sent);
    }

    /** A jitter that is longer than the shortest time between two fires would change their order. */
    private Duration jitter(TaskType type) throws InvalidInput {
        Sent sent = fields.find("jitter");
        if (sent == null) {
            return Duration.ZERO;
        }
        Duration jitter = sent.duration(Schedule.LONGEST_JITTER);
        Trigger trigger = new TriggerFields(fields).trigger(type);
        Optional<Duration> gap = trigger == null
                ? Optional.empty()
                : Timetable.shortestGap(trigger, Objects.requireNonNullElse(zone(), ZoneOffset.UTC));
        if (gap.isPresent() && jitter.compareTo(gap.get()) > 0) {
            throw sent.wrong(
                    "is longer than the " + DurationText.of(gap.get()) + " between two fires; give at most that");
        }
        return jitter;
    }

    /** The overlap policy, with which the number of replicas must agree. */
    Overlap overlap() throws InvalidInput {
        Sent sent = fields.find("overlap");
        if (sent == null) {
            return Overlap.SKIP;
        }
        Overlap overlap = Overlap.parse(sent.text(Overlap.RULE)).orElseThrow(() -> sent.unexpected(Overlap.RULE));
        Sent replica = fields.find("replica");
        if (overlap.slots() && replica != null && replica.value().asInt() != overlap.most()) {
            throw replica.wrong("is " + Shown.of(replica.value().toString()) + ", but overlap " + overlap.text()
                    + " runs each fire in one of " + overlap.most() + " replicas; give " + overlap.most()
                    + " or leave it out");
        }
        return overlap;
    }

    private @Nullable Duration deadline() throws InvalidInput {
        Sent sent = fields.find("deadline");
        return sent == null ? null : sent.duration(Schedule.LONGEST_DEADLINE);
    }

    private Retry retry() throws InvalidInput {
        Sent sent = fields.find("retry");
        if (sent == null) {
            return Retry.NONE;
        }
        if (fields.find("restart") != null) {
            throw sent.wrong("excludes restart; give one of the two");
        }
        Fields retry = sent.object("an object with times and delay", List.of("times", "delay"));
        String times = "an integer from 1 to " + Retry.MOST;
        int most = retry.required("times", times).integer(1, Retry.MOST, times);
        Sent delay = retry.find("delay");
        return new Retry(most, delay == null ? Retry.USUAL_DELAY : delay.duration(Retry.LONGEST));
    }

    private HistoryLimits history() throws InvalidInput {
        Sent sent = fields.find("history");
        if (sent == null) {
            return HistoryLimits.OF_SERVICE;
        }
        Fields history = sent.object("an object with runs and days", List.of("runs", "days"));
        return new HistoryLimits(
                limit(history.find("runs"), HistoryLimits.MOST_RUNS),
                limit(history.find("days"), HistoryLimits.MOST_DAYS));
    }

    private static @Nullable Integer limit(@Nullable Sent sent, int most) throws InvalidInput {
        return sent == null ? null : sent.integer(1, most, "an integer from 1 to " + most);
    }
}
