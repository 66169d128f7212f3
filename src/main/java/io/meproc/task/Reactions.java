package io.meproc.task;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** What the table does on each kind of event, and of report. */
final class Reactions {
    /** What a report makes of the state of its replica. */
    private interface Cell<R extends Report> {
        ReplicaState apply(ReplicaState state, ReplicaTurn turn, R report);
    }

    static final Map<Class<? extends Event>, BiConsumer<Turn, Event>> EVENTS = Map.ofEntries(
            on(Event.Requested.class, (turn, event) -> turn.queue().arrive(event.ticket(), event.request())),
            on(Event.Checked.class, (turn, event) -> turn.queue().checked(event.ticket(), event.refusal())),
            on(Event.Swept.class, (turn, event) -> turn.queue().swept(event.ticket(), event.refusal())),
            on(Event.Reported.class, (turn, event) -> to(event.report(), turn)),
            on(
                    Event.Elapsed.class,
                    (turn, event) -> turn.onRun(
                            event.run(),
                            (state, replica) -> replica.goesOff(event.due()) ? state.elapsed(replica) : state)),
            on(Event.Healthy.class, (turn, event) -> turn.onRun(event.run(), ReplicaState::healthy)),
            on(Event.Inventory.class, InventoryCheck::carryOut),
            on(Event.Due.class, (turn, event) -> turn.conduct().due(event.task())),
            on(Event.ClockSetBack.class, (turn, event) -> turn.conduct().reschedule()),
            on(Event.Drain.class, (turn, event) -> turn.drain(event.tasks())),
            on(Event.Hurry.class, (turn, event) -> turn.hurry(event.tasks())));

    static final Map<Class<? extends Report>, BiConsumer<Turn, Report>> REPORTS = Map.ofEntries(
            of(Report.Spawned.class, (state, turn, report) -> state.spawned(turn, report.pid())),
            of(Report.SpawnFailed.class, (state, turn, report) -> state.spawnFailed(turn, report.failure())),
            of(Report.LeaderExited.class, (state, turn, report) -> state.leaderExited(turn)),
            of(Report.Survived.class, (state, turn, report) -> state.survived(turn, report.survivors())),
            of(Report.Exited.class, (state, turn, report) -> state.exited(turn, report)),
            Map.entry(Report.Outlived.class, (turn, report) -> Aftermath.note(turn, (Report.Outlived) report)));

    private Reactions() {}

    static void to(Event event, Turn turn) {
        Objects.requireNonNull(EVENTS.get(event.getClass())).accept(turn, event);
    }

    private static void to(Report report, Turn turn) {
        Objects.requireNonNull(REPORTS.get(report.getClass())).accept(turn, report);
    }

    private static <E extends Event> Map.Entry<Class<? extends Event>, BiConsumer<Turn, Event>> on(
            Class<E> kind, BiConsumer<Turn, E> reaction) {
        return Map.entry(kind, (turn, event) -> reaction.accept(turn, kind.cast(event)));
    }

    /** On a report about a run that is over, nothing happens. */
    private static <R extends Report> Map.Entry<Class<? extends Report>, BiConsumer<Turn, Report>> of(
            Class<R> kind, Cell<R> cell) {
        return Map.entry(
                kind,
                (turn, report) ->
                        turn.onRun(report.run(), (state, replica) -> cell.apply(state, replica, kind.cast(report))));
    }
}
