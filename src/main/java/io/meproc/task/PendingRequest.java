package io.meproc.task;

import java.util.List;

/**
 * A request that is not carried out yet.
 *
 * @param task the identity of the listed task that it named, see {@link Task#identity}; 0 for a name that was not
 * listed
 * @param checks the orders that the process side still has to answer, in order; empty while an earlier request for
 * the same task is pending
 */
record PendingRequest(long ticket, Request request, long task, List<Order> checks) {
    boolean queued() {
        return checks.isEmpty();
    }
}
