package io.meproc.task;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The reaction of the table to each kind of event and report. */
final class Reactions {
    /** The reaction of a replica's state to a report. */
    private interface Cell<R extends Report> {
        ReplicaState apply(ReplicaState state, ReplicaTransition transition, R report);
    }

    static final Map<Class<? extends Event>, BiConsumer<Transition, Event>> EVENTS = Map.ofEntries(
            on(
                    Event.Requested.class,
                    (transition, event) ->
                            transition.queue().arrive(event.ticket(), new SentRequest(event.request(), event.by()))),
            on(Event.Checked.class, (transition, event) -> transition.queue().checked(event.ticket(), event.refusal())),
            on(Event.Swept.class, (transition, event) -> new OutlivedProcesses(transition).swept(event)),
            on(Event.OutlivedElapsed.class, (transition, event) -> new OutlivedProcesses(transition).elapsed(event)),
            on(Event.Committed.class, (transition, event) -> transition.committed(event.commit(), event.refusal())),
            on(Event.StoreChecked.class, (transition, event) -> transition.storeChecked(event.obstacle())),
            on(Event.Recovered.class, Recovery::carryOut),
            on(Event.Reported.class, (transition, event) -> to(event.report(), transition)),
            on(
                    Event.Elapsed.class,
                    (transition, event) -> transition.onRun(
                            event.run(),
                            (state, replica) -> replica.goesOff(event.due()) ? state.elapsed(replica) : state)),
            on(Event.Healthy.class, (transition, event) -> transition.onRun(event.run(), ReplicaState::healthy)),
            on(Event.Probed.class, ProbeResults::concluded),
            on(Event.StatusReported.class, ProbeResults::statusReported),
            on(Event.Inventory.class, InventoryCheck::carryOut),
            on(Event.Due.class, (transition, event) -> new Fires(transition).due(event.task())),
            on(Event.TaskElapsed.class, Reactions::taskElapsed),
            on(Event.ClockSetBack.class, (transition, event) -> new Fires(transition).reschedule()),
            on(Event.Resumed.class, (transition, event) -> transition.resumed(event.length(), event.suspended())),
            on(Event.Drain.class, (transition, event) -> transition.drain(event.tasks())),
            on(Event.KillNow.class, (transition, event) -> transition.killNow(event.tasks())));

    static final Map<Class<? extends Report>, BiConsumer<Transition, Report>> REPORTS = Map.ofEntries(
            of(Report.Spawned.class, (state, transition, report) -> state.spawned(transition, report)),
            of(
                    Report.SpawnFailed.class,
                    (state, transition, report) -> state.spawnFailed(transition, report.failure())),
            of(Report.LeaderExited.class, (state, transition, report) -> state.leaderExited(transition)),
            Map.entry(
                    Report.Adopted.class,
                    (transition, report) -> DecideLeftoverHandler.adopted(transition, (Report.Adopted) report)),
            Map.entry(Report.Survived.class, (transition, report) -> survived(transition, (Report.Survived) report)),
            Map.entry(
                    Report.MemoryExceeded.class,
                    (transition, report) ->
                            new MemoryReplacements(transition).exceeded((Report.MemoryExceeded) report)),
            Map.entry(
                    Report.MemoryRecovered.class,
                    (transition, report) ->
                            new MemoryReplacements(transition).recovered((Report.MemoryRecovered) report)),
            of(Report.Exited.class, (state, transition, report) -> state.exited(transition, report)),
            Map.entry(
                    Report.Outlived.class,
                    (transition, report) -> new OutlivedProcesses(transition).found((Report.Outlived) report)),
            Map.entry(
                    Report.Cleared.class,
                    (transition, report) -> new OutlivedProcesses(transition).cleared(report.run())));

    private Reactions() {}

    static void to(Event event, Transition transition) {
        Objects.requireNonNull(EVENTS.get(event.getClass())).accept(transition, event);
    }

    private static void to(Report report, Transition transition) {
        Objects.requireNonNull(REPORTS.get(report.getClass())).accept(transition, report);
    }

    private static void taskElapsed(Transition transition, Event.TaskElapsed event) {
        switch (event.alarm()) {
            case SUCCESS_OVERDUE -> new Expectations(transition).elapsed(event);
            case STOP_OVERDUE ->
                Optional.ofNullable(transition.tasks().find(event.task())).ifPresent(transition.lifecycle()::overdue);
            case NEED_OVERDUE -> new Waits(transition).elapsed(event);
            case MEMORY_REPLACEMENT -> new MemoryReplacements(transition).elapsed(event);
            case UPDATE_DUE -> new RollingUpdate(transition).elapsed(event);
            case START_DEADLINE -> new Starts(transition).elapsed(event);
        }
    }

    /** A list may be about a run, or about what has outlived it. */
    private static void survived(Transition transition, Report.Survived report) {
        transition.onRun(report.run(), (state, replica) -> state.survived(replica, report.survivors()));
        new OutlivedProcesses(transition).survived(report);
    }

    private static <E extends Event> Map.Entry<Class<? extends Event>, BiConsumer<Transition, Event>> on(
            Class<E> kind, BiConsumer<Transition, E> reaction) {
        return Map.entry(kind, (transition, event) -> reaction.accept(transition, kind.cast(event)));
    }

    /** The reaction to a report about a replica; a report about a run that is over is ignored. */
    private static <R extends Report> Map.Entry<Class<? extends Report>, BiConsumer<Transition, Report>> of(
            Class<R> kind, Cell<R> cell) {
        return Map.entry(
                kind,
                (transition, report) -> transition.onRun(
                        report.run(), (state, replica) -> cell.apply(state, replica, kind.cast(report))));
    }
}
