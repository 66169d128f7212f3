package io.meproc.json;

import io.meproc.task.probe.Check;
import io.meproc.task.probe.Probe;
import io.meproc.task.probe.ProbeKind;
import io.meproc.task.probe.Probes;
import io.meproc.task.probe.Timing;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses the probes of a task. */
final class ProbeFields {
    static final List<String> NAMES =
            Stream.of(ProbeKind.values()).map(ProbeKind::word).toList();

    private static final List<String> TIMES = List.of("delay", "every", "timeout", "successes", "failures");
    private static final List<String> MEMBERS =
            Stream.concat(CheckFields.NAMES.stream(), TIMES.stream()).toList();

    private final Fields fields;

    ProbeFields(Fields fields) {
        this.fields = fields;
    }

    Probes probes() throws InvalidInput {
        return new Probes(probe(ProbeKind.STARTUP), probe(ProbeKind.READY), probe(ProbeKind.LIVE));
    }

    List<InvalidInput.Part> parts() {
        return Stream.of(ProbeKind.values())
                .<InvalidInput.Part>map(kind -> () -> probe(kind))
                .toList();
    }

    private @Nullable Probe probe(ProbeKind kind) throws InvalidInput {
        Sent sent = fields.find(kind.word());
        if (sent == null) {
            return null;
        }
        Fields probe = sent.object(CheckFields.ALLOWED, MEMBERS);
        Check check = new CheckFields(sent, probe, kind).check();
        Timing usual = Timing.defaults(kind, check);
        return new Probe(check, check.periodic() ? periodic(kind, probe, usual) : single(kind, probe, check, usual));
    }

    private static Timing periodic(ProbeKind kind, Fields probe, Timing usual) throws InvalidInput {
        Sent delay = probe.find("delay");
        Sent successes = probe.find("successes");
        if (successes != null && kind != ProbeKind.READY) {
            successes.integer(1, 1, "1, since a " + kind.word() + " probe passes with its first success");
        }
        return new Timing(
                delay == null ? usual.delay() : delay.duration(Timing.LONGEST),
                atLeast(probe.find("every"), usual.every()),
                atLeast(probe.find("timeout"), usual.timeout()),
                count(successes, usual.successes()),
                count(probe.find("failures"), usual.failures()));
    }

    /** The timing of a check that is not repeated. */
    private static Timing single(ProbeKind kind, Fields probe, Check check, Timing usual) throws InvalidInput {
        for (String name : TIMES) {
            Sent sent = probe.find(name);
            boolean applies = name.equals("timeout") && kind != ProbeKind.READY;
            if (sent != null && !applies) {
                throw sent.wrong("does not apply to " + check.word()
                        + (kind == ProbeKind.READY
                                ? ", for which a run may take any time to become ready"
                                : "; timeout does"));
            }
        }
        return new Timing(usual.delay(), usual.every(), atLeast(probe.find("timeout"), usual.timeout()), 1, 1);
    }

    private static Duration atLeast(@Nullable Sent sent, Duration usual) throws InvalidInput {
        if (sent == null) {
            return usual;
        }
        Duration read = sent.duration(Timing.LONGEST);
        if (read.compareTo(Timing.LEAST) < 0) {
            throw sent.unexpected("a duration from " + DurationText.of(Timing.LEAST) + " to "
                    + DurationText.of(Timing.LONGEST) + ", " + DurationText.FORM);
        }
        return read;
    }

    private static int count(@Nullable Sent sent, int usual) throws InvalidInput {
        return sent == null ? usual : sent.integer(1, Timing.MOST, "an integer from 1 to " + Timing.MOST);
    }
}
