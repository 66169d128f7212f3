package io.meproc.task;

import io.meproc.task.exit.Requester;
import java.util.List;

/**
 * A request that is not carried out yet.
 *
 * @param task the identity of the listed task that it named, see {@link Task#identity}; 0 for a name that was not
 * listed
 * @param checks the orders that the process side still has to answer, in order; empty while an earlier request for
 * the same task is pending
 */
record PendingRequest(long ticket, Request request, Requester by, long task, List<Order> checks) {
    PendingRequest(long ticket, SentRequest sent, long task) {
        this(ticket, sent.request(), sent.by(), task, List.of());
    }

    /** The same request with the identity of the task that it names now. */
    PendingRequest named(long identity) {
        return new PendingRequest(ticket, request, by, identity, List.of());
    }

    PendingRequest with(List<Order> left) {
        return new PendingRequest(ticket, request, by, task, left);
    }

    boolean queued() {
        return checks.isEmpty();
    }
}
