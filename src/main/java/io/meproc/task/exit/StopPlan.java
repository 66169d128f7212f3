package io.meproc.task.exit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a run is stopped: signals, and the grace after each. Processes that are left after the last grace get SIGKILL.
 *
 * @param steps at least one, at most {@value #MAX_STEPS}
 * @param to the processes that get the signals of the steps
 */
public record StopPlan(List<Step> steps, Reach to) {
    public static final int MAX_STEPS = 16;
    public static final Duration MAX_LENGTH = Duration.ofHours(1);
    public static final Signal SIGNAL = Signal.TERM;

    public static final StopPlan DEFAULT = new StopPlan(List.of(new Step(SIGNAL, null)));

    /** The processes of a run that get a signal. SIGKILL always goes to all. */
    public enum Reach {
        /** The process group, and the processes that have left it. */
        GROUP,
        /**
         * The leader alone, as with KillMode=mixed of systemd.kill(5). Processes that outlive the leader get the
         * signal then.
         */
        LEADER;

        /** The name of the value in requests. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Reach> of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.word().equals(word))
                    .findFirst();
        }

        public static List<String> words() {
            return Arrays.stream(values()).map(Reach::word).toList();
        }
    }

    /**
     * A signal and its grace.
     *
     * @param grace how long the processes may take to end; null for {@link io.meproc.task.Rules#grace}
     */
    public record Step(Signal signal, @Nullable Duration grace) {}

    public StopPlan(List<Step> steps) {
        this(steps, Reach.GROUP);
    }

    public StopPlan {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException("steps: " + steps.size());
        }
    }

    /** Whether this is the default plan. */
    public boolean isDefault() {
        return to == Reach.GROUP
                && steps.size() == 1
                && steps.get(0).signal() == SIGNAL
                && steps.get(0).grace() == null;
    }

    /** The time until SIGKILL, if each step without its own grace has this one. */
    public Duration length(Duration grace) {
        return steps.stream()
                .map(step -> step.grace() == null ? grace : step.grace())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
