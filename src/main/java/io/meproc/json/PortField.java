package io.meproc.json;

import io.meproc.task.TaskDefinition;
import io.meproc.task.probe.ProbePort;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the port of a probe. */
final class PortField {
    /** The index of a replica is below {@link TaskDefinition#MAX_REPLICAS}. */
    private static final int MOST_BASE = ProbePort.MOST + 1 - TaskDefinition.MAX_REPLICAS;

    static final String ALLOWED =
            "a port from 1 to " + ProbePort.MOST + ", or a text such as '8000" + ProbePort.PLUS_INDEX
                    + "' with a number from 1 to " + MOST_BASE + ", to which the index of the replica is added";

    private static final Pattern WITH_INDEX =
            Pattern.compile("([1-9][0-9]{0,4})" + Pattern.quote(ProbePort.PLUS_INDEX));

    private PortField() {}

    static ProbePort read(Sent sent) throws InvalidInput {
        if (!sent.value().isTextual()) {
            return new ProbePort(sent.integer(1, ProbePort.MOST, ALLOWED), false);
        }
        Matcher parts = WITH_INDEX.matcher(sent.text(ALLOWED));
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > MOST_BASE) {
            throw sent.unexpected(ALLOWED);
        }
        return new ProbePort(Integer.parseInt(parts.group(1)), true);
    }
}
