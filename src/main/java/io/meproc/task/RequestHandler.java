package io.meproc.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one kind of request.
 *
 * @param <R> the kind
 */
interface RequestHandler<R extends Request> {
    /** The orders that the process side has to answer before, in order; {@code listed} is the task, null when it is not listed. */
    default List<Order> checks(R request, @Nullable Task listed) {
        return List.of();
    }

    /** Whether the request is carried out after that one, which arrived before it for the same task and still waits. */
    default boolean queuesBehind(R request, Request earlier) {
        return false;
    }

    /** Carries the request out in this transition of the table. */
    void carryOut(R request, Transition transition, long ticket);
}
