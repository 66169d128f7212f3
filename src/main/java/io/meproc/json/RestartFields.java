package io.meproc.json;

import io.meproc.task.TaskType;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.restart.RestartDelay;
import io.meproc.task.restart.RestartLimit;
import io.meproc.task.restart.RestartMode;
import io.meproc.task.restart.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the restart policy of a task. */
final class RestartFields {
    static final List<String> NAMES = List.of("restart", "essential");
    static final List<String> MEMBERS =
            List.of("policy", "force", "prevent", "delay", "growth", "cap", "jitter", "reset_after", "give_up");

    /** The value of {@code give_up} for a policy without a limit. */
    static final String NEVER = "never";

    private static final String MODES = "one of " + String.join(", ", RestartMode.words());
    private static final String LIMIT =
            "'never', or a number of ends from 1 to " + RestartLimit.MAX_ENDS + " and a duration, such as '5 in 1m'";
    private static final String JITTER = "a percentage from '0%' to '" + RestartDelay.MAX_JITTER + "%'";
    private static final Pattern LIMIT_TEXT = Pattern.compile("([0-9]{1,3}) in (\\S{1,20})");
    private static final Pattern PERCENTAGE = Pattern.compile("([0-9]{1,3})%");

    private final Fields fields;

    RestartFields(Fields fields) {
        this.fields = fields;
    }

    RestartPolicy policy(TaskType type) throws InvalidInput {
        return restart(type).asEssential(essential());
    }

    List<InvalidInput.Part> parts(BehaviourFields.TypeOfTask type) {
        return List.of(() -> restart(type.read()), this::essential);
    }

    private boolean essential() throws InvalidInput {
        Sent sent = fields.find("essential");
        return sent != null && sent.flag();
    }

    private RestartPolicy restart(TaskType type) throws InvalidInput {
        Sent sent = fields.find("restart");
        if (sent == null) {
            return RestartPolicy.DEFAULT;
        } else if (fields.find("retry") != null) {
            throw sent.wrong("excludes retry; a cron task has one of them");
        } else if (sent.value().isTextual()) {
            return RestartPolicy.of(mode(sent, type));
        }
        Fields members = sent.object(MODES + ", or an object with " + String.join(", ", MEMBERS), MEMBERS);
        Sent mode = members.find("policy");
        ExitStatuses force = StatusesField.read(members, "force", ExitStatuses.NONE);
        ExitStatuses prevent = StatusesField.read(members, "prevent", ExitStatuses.NONE);
        if (force.overlaps(prevent)) {
            throw sent.wrong("has an exit status in force and in prevent; it can be in one of them");
        }
        return new RestartPolicy(
                mode == null ? null : mode(mode, type),
                force,
                prevent,
                delay(members),
                duration(members, "reset_after"),
                limit(members),
                false);
    }

    private static RestartMode mode(Sent sent, TaskType type) throws InvalidInput {
        RestartMode mode = RestartMode.of(sent.text(MODES)).orElseThrow(() -> sent.unexpected(MODES));
        if (mode == RestartMode.ALWAYS && type == TaskType.CRON) {
            throw sent.wrong("is 'always', so that a run would never be over when the next one is due; a task of the"
                    + " type 'cron' may have on-failure or never");
        }
        return mode;
    }

    private static RestartDelay delay(Fields members) throws InvalidInput {
        Duration base = duration(members, "delay");
        Duration cap = duration(members, "cap");
        if (base != null && cap != null && cap.compareTo(base) < 0) {
            throw members.required("cap", "")
                    .wrong("is " + DurationText.of(cap) + ", shorter than delay, which is " + DurationText.of(base));
        }
        return new RestartDelay(base, growth(members), cap, jitter(members));
    }

    private static @Nullable Duration duration(Fields members, String name) throws InvalidInput {
        Sent sent = members.find(name);
        return sent == null ? null : sent.duration(RestartDelay.LONGEST);
    }

    private static @Nullable Double growth(Fields members) throws InvalidInput {
        Sent sent = members.find("growth");
        if (sent == null) {
            return null;
        }
        double growth = sent.value().isNumber() ? sent.value().doubleValue() : 0;
        if (growth < 1 || growth > RestartDelay.MAX_GROWTH) {
            throw sent.unexpected("a number from 1 to " + RestartDelay.MAX_GROWTH);
        }
        return growth;
    }

    private static int jitter(Fields members) throws InvalidInput {
        Sent sent = members.find("jitter");
        if (sent == null) {
            return 0;
        }
        Matcher parts = PERCENTAGE.matcher(sent.text(JITTER));
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > RestartDelay.MAX_JITTER) {
            throw sent.unexpected(JITTER);
        }
        return Integer.parseInt(parts.group(1));
    }

    private static @Nullable RestartLimit limit(Fields members) throws InvalidInput {
        Sent sent = members.find("give_up");
        if (sent == null || NEVER.equals(sent.text(LIMIT))) {
            return null;
        }
        Matcher parts = LIMIT_TEXT.matcher(sent.text(LIMIT));
        if (!parts.matches()) {
            throw sent.unexpected(LIMIT);
        }
        int ends = Integer.parseInt(parts.group(1));
        Duration within = DurationText.parse(parts.group(2)).orElseThrow(() -> sent.unexpected(LIMIT));
        if (ends < 1 || ends > RestartLimit.MAX_ENDS || within.isZero() || within.compareTo(RestartLimit.LONGEST) > 0) {
            throw sent.unexpected(LIMIT + ", at most " + DurationText.of(RestartLimit.LONGEST));
        }
        return new RestartLimit(ends, within);
    }
}
