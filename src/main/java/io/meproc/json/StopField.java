package io.meproc.json;

import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import io.meproc.task.exit.StopPlan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Parses the stop plan. */
final class StopField {
    private static final List<String> MEMBERS = List.of("signal", "grace", "sequence", "to");
    private static final List<String> STEP = List.of("signal", "wait");

    private StopField() {}

    static StopPlan read(Fields fields) throws InvalidInput {
        Sent sent = fields.find("stop");
        if (sent == null) {
            return StopPlan.DEFAULT;
        }
        Fields stop = sent.object("an object with signal and grace, or with sequence", MEMBERS);
        Sent signal = stop.find("signal");
        Sent grace = stop.find("grace");
        Sent sequence = stop.find("sequence");
        StopPlan.Reach to = reach(stop);
        if (sequence == null) {
            Step step = new Step(
                    signal == null ? StopPlan.SIGNAL : signal(signal),
                    grace == null ? null : grace.duration(StopPlan.MAX_LENGTH));
            return new StopPlan(List.of(step), to);
        } else if (signal != null || grace != null) {
            throw sequence.wrong("excludes signal and grace; a sequence has a signal and a wait in each step");
        }
        return new StopPlan(steps(sequence), to);
    }

    private static StopPlan.Reach reach(Fields stop) throws InvalidInput {
        Sent sent = stop.find("to");
        if (sent == null) {
            return StopPlan.Reach.GROUP;
        }
        String allowed = "one of " + String.join(", ", StopPlan.Reach.words());
        return StopPlan.Reach.of(sent.text(allowed)).orElseThrow(() -> sent.unexpected(allowed));
    }

    private static List<Step> steps(Sent sequence) throws InvalidInput {
        List<Step> steps = new ArrayList<>();
        Duration length = Duration.ZERO;
        for (Sent each : sequence.elements(
                "a list of 1 to " + StopPlan.MAX_STEPS + " objects with signal and wait", StopPlan.MAX_STEPS)) {
            Fields step = each.object("an object with signal and wait", STEP);
            Signal signal = signal(step.required("signal", Sent.SIGNAL));
            Duration wait = step.required("wait", DurationText.FORM).duration(StopPlan.MAX_LENGTH);
            length = length.plus(wait);
            steps.add(new Step(signal, wait));
        }
        if (length.compareTo(StopPlan.MAX_LENGTH) > 0) {
            throw sequence.wrong("waits for " + DurationText.of(length) + " in all; at most "
                    + DurationText.of(StopPlan.MAX_LENGTH) + " are allowed");
        }
        return steps;
    }

    private static Signal signal(Sent sent) throws InvalidInput {
        Signal signal = sent.signal(Sent.SIGNAL);
        if (signal == Signal.STOP) {
            throw sent.unexpected("a signal that can end a process, which STOP never does");
        }
        return signal;
    }
}
