package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.restart.RestartDelay;
import io.meproc.task.restart.RestartLimit;
import io.meproc.task.restart.RestartMode;
import io.meproc.task.restart.RestartPolicy;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Renders the restart policy of a task, in the form of a request. */
public final class RestartJson {
    private final JsonGenerator json;
    private final Naming naming;

    RestartJson(JsonGenerator json, Naming naming) {
        this.json = json;
        this.naming = naming;
    }

    /** The text of a limit: {@code 5 in 1m}. */
    public static String text(RestartLimit limit) {
        return limit.ends() + " in " + within(limit);
    }

    /** The text of the window of a limit: {@code 1m}. */
    public static String within(RestartLimit limit) {
        return DurationText.of(limit.within());
    }

    void write(RestartPolicy policy) throws IOException {
        RestartMode mode = policy.mode();
        RestartPolicy plain = mode == null ? RestartPolicy.DEFAULT : RestartPolicy.of(mode);
        if (!policy.asEssential(false).equals(plain)) {
            json.writeObjectFieldStart("restart");
            members(policy);
            json.writeEndObject();
        } else if (mode != null) {
            json.writeStringField("restart", mode.word());
        }
        if (policy.essential()) {
            json.writeBooleanField("essential", true);
        }
    }

    private void members(RestartPolicy policy) throws IOException {
        if (policy.mode() != null) {
            json.writeStringField("policy", policy.mode().word());
        }
        statuses("force", policy.force());
        statuses("prevent", policy.prevent());
        delay(policy.delay());
        duration("reset_after", policy.resetAfter());
        if (policy.limit() != null) {
            json.writeStringField(naming.of("give_up"), text(Objects.requireNonNull(policy.limit())));
        }
    }

    private void delay(RestartDelay delay) throws IOException {
        duration("delay", delay.base());
        if (delay.growth() != null) {
            json.writeNumberField("growth", BigDecimal.valueOf(delay.growth()).stripTrailingZeros());
        }
        duration("cap", delay.cap());
        if (delay.jitter() > 0) {
            json.writeStringField("jitter", delay.jitter() + "%");
        }
    }

    private void statuses(String name, ExitStatuses statuses) throws IOException {
        if (!statuses.isEmpty()) {
            StatusesField.write(json, name, statuses);
        }
    }

    private void duration(String name, @Nullable Duration duration) throws IOException {
        if (duration != null) {
            json.writeStringField(naming.of(name), DurationText.of(duration));
        }
    }
}
