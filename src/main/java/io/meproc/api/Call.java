package io.meproc.api;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that is asked of the interface, whatever carried it here.
 *
 * @param task what it is about; empty for calls that are about none
 * @param replica the index of the replica it is about, as it was sent; null for a whole task
 * @param parameters by name, as they were sent
 * @param expected the revision that the task must have, 0 for one that must not be listed; null for any
 * @param body JSON in UTF-8; empty for none
 */
public record Call(
        Verb verb,
        String task,
        @Nullable String replica,
        Map<String, String> parameters,
        @Nullable Long expected,
        Buffer body) {

    /** The {@code expected} that means: whatever it has, but it must be listed. */
    public static final long LISTED = -1;

    /** The revision that a task which has to be listed anyway must have; null for any. */
    @Nullable
    Long revision() {
        return expected != null && expected == LISTED ? null : expected;
    }

    /** The {@code expected} that means: it must not be listed. */
    public static final long ABSENT = 0;

    /** The same with a body. */
    public Call with(Buffer sent) {
        return new Call(verb, task, replica, parameters, expected, sent);
    }

    /** The same with another {@code expected}. */
    Call expecting(@Nullable Long revision) {
        return new Call(verb, task, replica, parameters, revision, body);
    }
}
