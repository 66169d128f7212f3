package io.meproc.task;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one kind of request.
 *
 * @param <R> the kind
 */
interface RequestHandler<R extends Request> {
    Map<Class<? extends Request>, RequestHandler<?>> ALL = Map.ofEntries(
            Map.entry(Request.Start.class, new StartHandler()),
            Map.entry(Request.Put.class, new PutHandler()),
            Map.entry(Request.Try.class, new TryHandler()),
            Map.entry(Request.StartAgain.class, new StartAgainHandler()),
            Map.entry(Request.Stop.class, new StopHandler()),
            Map.entry(Request.Restart.class, new RestartHandler()),
            Map.entry(Request.Roll.class, new RollHandler()),
            Map.entry(Request.SendSignal.class, new SendSignalHandler()),
            Map.entry(Request.Reset.class, new ResetHandler()),
            Map.entry(Request.Remove.class, new RemoveHandler()));

    /** The handler of this request's kind. */
    @SuppressWarnings("unchecked") // ALL has a handler of its kind for each kind.
    static <R extends Request> RequestHandler<R> of(R request) {
        return (RequestHandler<R>) ALL.get(request.getClass());
    }

    /** The orders that the process side has to answer before, in order; {@code listed} is the task, null when it is not listed. */
    default List<Order> checks(R request, @Nullable Task listed) {
        return List.of();
    }

    /** Whether the request is carried out after that one, which arrived before it for the same task and still waits. */
    default boolean queuesBehind(R request, Request earlier) {
        return false;
    }

    /** Carries the request out in this transition of the table. */
    void carryOut(R request, Turn turn, long ticket);
}
