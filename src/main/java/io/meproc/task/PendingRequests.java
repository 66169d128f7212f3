package io.meproc.task;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The requests that wait for the process side; an immutable value. The requests for one task form a queue in the
 * order of their arrival. A request that was carried out may still wait for a sweep before it is answered.
 */
final class PendingRequests {
    static final PendingRequests NONE =
            new PendingRequests(HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());

    private final PMap<Long, PendingRequest> byTicket;
    private final PMap<String, PVector<Long>> queues;
    private final PMap<Long, Answer> sweeping;

    private PendingRequests(
            PMap<Long, PendingRequest> byTicket, PMap<String, PVector<Long>> queues, PMap<Long, Answer> sweeping) {
        this.byTicket = byTicket;
        this.queues = queues;
        this.sweeping = sweeping;
    }

    boolean isEmpty() {
        return byTicket.isEmpty() && sweeping.isEmpty();
    }

    @Nullable
    PendingRequest find(long ticket) {
        return byTicket.get(ticket);
    }

    /** The queue of a task, oldest first. */
    List<PendingRequest> queue(String task) {
        PVector<Long> queue = queues.get(task);
        return queue == null
                ? List.of()
                : queue.stream()
                        .flatMap(ticket -> Stream.ofNullable(byTicket.get(ticket)))
                        .toList();
    }

    /** The queued requests of all tasks. */
    List<PendingRequest> all() {
        return List.copyOf(byTicket.values());
    }

    Optional<PendingRequest> first(String task) {
        return queue(task).stream().findFirst();
    }

    /** Replaces the request with the same ticket, or appends to the queue of its task. */
    PendingRequests with(PendingRequest pending) {
        PMap<Long, PendingRequest> all = byTicket.plus(pending.ticket(), pending);
        if (byTicket.containsKey(pending.ticket())) {
            return new PendingRequests(all, queues, sweeping);
        }
        String task = pending.request().name();
        PVector<Long> queue = queues.getOrDefault(task, TreePVector.empty());
        return new PendingRequests(all, queues.plus(task, queue.plus(pending.ticket())), sweeping);
    }

    PendingRequests without(PendingRequest pending) {
        String task = pending.request().name();
        PVector<Long> queue = queues.get(task);
        if (queue == null) {
            return this;
        }
        PVector<Long> rest = queue.minus((Object) pending.ticket());
        PMap<String, PVector<Long>> others = rest.isEmpty() ? queues.minus(task) : queues.plus(task, rest);
        return new PendingRequests(byTicket.minus(pending.ticket()), others, sweeping);
    }

    /** The answer that waits for a sweep; null if none does for this ticket. */
    @Nullable
    Answer sweeping(long ticket) {
        return sweeping.get(ticket);
    }

    PendingRequests sweeping(long ticket, Answer answer) {
        return new PendingRequests(byTicket, queues, sweeping.plus(ticket, answer));
    }

    PendingRequests swept(long ticket) {
        return new PendingRequests(byTicket, queues, sweeping.minus(ticket));
    }
}
