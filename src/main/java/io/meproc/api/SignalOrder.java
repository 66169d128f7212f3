package io.meproc.api;

import io.meproc.json.Fields;
import io.meproc.json.InvalidInput;
import io.meproc.json.Sent;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan.Reach;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A signal to send, and the processes of each run that get it. */
record SignalOrder(Signal signal, Reach to) {
    static final List<String> MEMBERS = List.of("signal", "to");

    private static final String REACH = "one of " + String.join(", ", Reach.words());

    /** The order in the parameters of a query; null if they name no signal. */
    static @Nullable SignalOrder of(Parameters parameters) throws InvalidInput {
        String signal = parameters.text("signal");
        String to = parameters.text("to");
        if (signal == null) {
            if (to != null) {
                throw InvalidInput.query("to", "is given without signal", "nothing, if the body names the signal");
            }
            return null;
        }
        return new SignalOrder(
                Signal.of(signal).orElseThrow(() -> InvalidInput.value("signal", signal, Sent.SIGNAL)),
                to == null ? Reach.GROUP : Reach.of(to).orElseThrow(() -> InvalidInput.value("to", to, REACH)));
    }

    /** The order in the members of a body. */
    static SignalOrder of(Fields body) throws InvalidInput {
        Signal signal = body.required("signal", Sent.SIGNAL).signal(Sent.SIGNAL);
        Sent to = body.find("to");
        return new SignalOrder(
                signal, to == null ? Reach.GROUP : Reach.of(to.text(REACH)).orElseThrow(() -> to.unexpected(REACH)));
    }
}
