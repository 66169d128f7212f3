package io.meproc.api;

import io.meproc.task.Expected;
import io.meproc.task.exit.Requester;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of the API, from HTTP or the event bus.
 *
 * @param task the name of the task; empty for calls without one
 * @param replica the index of the replica as received; null for a whole task
 * @param parameters the values by name, as received
 * @param body JSON in UTF-8; empty for none
 * @param by the sender
 */
public record Call(
        Verb verb,
        String task,
        @Nullable String replica,
        Map<String, String> parameters,
        Expected expected,
        Buffer body,
        Requester by) {

    /** This call with a body. */
    public Call with(Buffer sent) {
        return new Call(verb, task, replica, parameters, expected, sent, by);
    }

    /** This call with another {@code expected}. */
    Call expecting(Expected other) {
        return new Call(verb, task, replica, parameters, other, body, by);
    }
}
