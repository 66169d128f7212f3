package io.meproc.json;

import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.exit.LeaderExit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the stop plan, time limit, success and leader-exit policy of a task. */
final class EndFields {
    static final List<String> NAMES = List.of("stop", "success", "timeout", "on_leader_exit");

    private static final Duration LONGEST = Duration.ofDays(365);

    private final Fields fields;

    EndFields(Fields fields) {
        this.fields = fields;
    }

    EndPolicy policy() throws InvalidInput {
        return new EndPolicy(StopField.read(fields), timeout(), success(), onLeaderExit());
    }

    List<InvalidInput.Part> parts() {
        return List.of(() -> StopField.read(fields), this::timeout, this::success, this::onLeaderExit);
    }

    private @Nullable Duration timeout() throws InvalidInput {
        Sent sent = fields.find("timeout");
        return sent == null ? null : sent.duration(LONGEST);
    }

    private ExitStatuses success() throws InvalidInput {
        return StatusesField.read(fields, "success", ExitStatuses.ZERO);
    }

    private LeaderExit onLeaderExit() throws InvalidInput {
        Sent sent = fields.find("on_leader_exit");
        if (sent == null) {
            return EndPolicy.DEFAULT.onLeaderExit();
        }
        String allowed = "one of " + String.join(", ", LeaderExit.words());
        return LeaderExit.of(sent.text(allowed)).orElseThrow(() -> sent.unexpected(allowed));
    }
}
