package io.meproc.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one kind of request.
 *
 * @param <R> the kind
 */
interface RequestHandler<R extends Request> {
    /**
     * The orders that the process side has to answer first, in order. {@code listed} is the task; null if it is not
     * listed.
     */
    default List<Order> checks(R request, @Nullable Task listed) {
        return List.of();
    }

    /** Whether the request has to wait for {@code earlier}, a pending request for the same task. */
    default boolean queuesBehind(R request, Request earlier) {
        return false;
    }

    void carryOut(R request, Transition transition, long ticket);
}
