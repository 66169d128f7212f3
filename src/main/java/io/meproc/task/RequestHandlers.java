package io.meproc.task;

import java.util.Map;
import java.util.Objects;

/** The handler of each kind of request. */
final class RequestHandlers {
    static final Map<Class<? extends Request>, RequestHandler<?>> ALL = Map.ofEntries(
            Map.entry(Request.Start.class, new StartHandler()),
            Map.entry(Request.Put.class, new PutHandler()),
            Map.entry(Request.Try.class, new TryHandler()),
            Map.entry(Request.StartAgain.class, new StartAgainHandler()),
            Map.entry(Request.RunNow.class, new RunNowHandler()),
            Map.entry(Request.SwitchSchedule.class, new SwitchScheduleHandler()),
            Map.entry(Request.AwaitReady.class, new AwaitReadyHandler()),
            Map.entry(Request.Stop.class, new StopHandler()),
            Map.entry(Request.Restart.class, new RestartHandler()),
            Map.entry(Request.Roll.class, new RollHandler()),
            Map.entry(Request.SendSignal.class, new SendSignalHandler()),
            Map.entry(Request.DecideLeftover.class, new DecideLeftoverHandler()),
            Map.entry(Request.Reset.class, new ResetHandler()),
            Map.entry(Request.Remove.class, new RemoveHandler()));

    private RequestHandlers() {}

    @SuppressWarnings("unchecked") // ALL maps each kind to a handler of that kind.
    static <R extends Request> RequestHandler<R> of(R request) {
        return (RequestHandler<R>) Objects.requireNonNull(ALL.get(request.getClass()));
    }
}
