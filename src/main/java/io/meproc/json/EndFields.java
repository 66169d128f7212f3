package io.meproc.json;

import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.Success;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Parses the stop plan, time limit, success and leader-exit policy of a task. */
final class EndFields {
    static final List<String> NAMES = List.of("stop", "success", "timeout", "on_leader_exit");

    private static final Duration LONGEST = Duration.ofDays(365);

    /** The most elements of {@code success}: every exit code and every signal once. */
    private static final int MOST_ENDS = Success.MAX_CODE + 1 + Signal.values().length;

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

    private Success success() throws InvalidInput {
        Sent sent = fields.find("success");
        if (sent == null) {
            return Success.ZERO;
        }
        String allowed = "an exit code from 0 to " + Success.MAX_CODE + " or " + Sent.SIGNAL;
        Set<Integer> codes = new TreeSet<>();
        Set<Signal> signals = new TreeSet<>();
        for (Sent each : sent.elements("a list of exit codes and names of signals", MOST_ENDS)) {
            if (each.value().isTextual()) {
                signals.add(each.signal(allowed));
            } else {
                codes.add(each.integer(0, Success.MAX_CODE, allowed));
            }
        }
        return new Success(codes, signals);
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
