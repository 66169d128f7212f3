package io.meproc.api;

import io.meproc.task.Expected;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that is asked of the interface, whatever carried it here.
 *
 * @param task what it is about; empty for calls that are about none
 * @param replica the index of the replica it is about, as it was sent; null for a whole task
 * @param parameters by name, as they were sent
 * @param body JSON in UTF-8; empty for none
 */
public record Call(
        Verb verb,
        String task,
        @Nullable String replica,
        Map<String, String> parameters,
        Expected expected,
        Buffer body) {

    /** The same with a body. */
    public Call with(Buffer sent) {
        return new Call(verb, task, replica, parameters, expected, sent);
    }

    /** The same with another {@code expected}. */
    Call expecting(Expected other) {
        return new Call(verb, task, replica, parameters, other, body);
    }
}
