package io.meproc.task.exit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a run is asked to end: signals, and how long each is given. Whatever is left after the last one gets SIGKILL.
 *
 * @param steps at least one, at most {@value #MAX_STEPS}
 * @param to who gets the signals of the steps
 */
public record StopPlan(List<Step> steps, Reach to) {
    public static final int MAX_STEPS = 16;
    public static final Duration MAX_LENGTH = Duration.ofHours(1);
    public static final Signal SIGNAL = Signal.TERM;

    public static final StopPlan DEFAULT = new StopPlan(List.of(new Step(SIGNAL, null)));

    /** Who of a run gets a signal. SIGKILL goes to all, whatever a plan says. */
    public enum Reach {
        /** The process group, and what has left it. */
        GROUP,
        /** The leader alone, as with KillMode=mixed of systemd.kill(5); what outlives it gets the signal then. */
        LEADER;

        /** The word for it in requests. */
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
     * A signal.
     *
     * @param grace how long the processes may take to end; null for the supervisor's rule
     */
    public record Step(Signal signal, @Nullable Duration grace) {}

    /** To the group. */
    public StopPlan(List<Step> steps) {
        this(steps, Reach.GROUP);
    }

    public StopPlan {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException("steps: " + steps.size());
        }
    }

    /** Whether it is the one that a task has which asks for none. */
    public boolean usual() {
        return to == Reach.GROUP
                && steps.size() == 1
                && steps.get(0).signal() == SIGNAL
                && steps.get(0).grace() == null;
    }

    /** How long it takes at most before SIGKILL, where a step without a grace of its own has this one. */
    public Duration length(Duration grace) {
        return steps.stream()
                .map(step -> step.grace() == null ? grace : step.grace())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
