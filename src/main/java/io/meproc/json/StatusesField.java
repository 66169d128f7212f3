package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.exit.ExitStatuses;
import io.meproc.task.exit.Signal;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/** Parses and renders a list of exit codes and signals. */
final class StatusesField {
    private static final String ALLOWED = "an exit code from 0 to " + ExitStatuses.MAX_CODE + " or " + Sent.SIGNAL;

    /** The most elements: every exit code and every signal once. */
    private static final int MOST = ExitStatuses.MAX_CODE + 1 + Signal.values().length;

    private StatusesField() {}

    /** The statuses in this field; {@code absent} without it. */
    static ExitStatuses read(Fields fields, String name, ExitStatuses absent) throws InvalidInput {
        Sent sent = fields.find(name);
        if (sent == null) {
            return absent;
        }
        Set<Integer> codes = new TreeSet<>();
        Set<Signal> signals = new TreeSet<>();
        for (Sent each : sent.elements("a list of exit codes and names of signals", MOST)) {
            if (each.value().isTextual()) {
                signals.add(each.signal(ALLOWED));
            } else {
                codes.add(each.integer(0, ExitStatuses.MAX_CODE, ALLOWED));
            }
        }
        return new ExitStatuses(codes, signals);
    }

    static void write(JsonGenerator json, String name, ExitStatuses statuses) throws IOException {
        json.writeArrayFieldStart(name);
        for (int code : new TreeSet<>(statuses.codes())) {
            json.writeNumber(code);
        }
        for (Signal signal : new TreeSet<>(statuses.signals())) {
            json.writeString(signal.name());
        }
        json.writeEndArray();
    }
}
