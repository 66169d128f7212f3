package io.meproc.task;

import java.time.Instant;

/** An action that follows from a change of the table. The owner of the table carries the effects out in order. */
public sealed interface Effect {

    /** The operations behind the effects, one method for each. */
    interface Actions {
        /** Calls the method for the kind of this effect. */
        default void visit(Effect effect) {
            if (effect instanceof SendOrder it) {
                sendOrder(it.order());
            } else if (effect instanceof Check it) {
                check(it.ticket(), it.order());
            } else if (effect instanceof Sweep it) {
                sweep(it.ticket(), it.task());
            } else if (effect instanceof Arm it) {
                arm(it.run().replica(), it.run(), it.until());
            } else if (effect instanceof Disarm it) {
                disarm(it.run().replica());
            } else if (effect instanceof ArmOutlived it) {
                armOutlived(it.run(), it.until());
            } else if (effect instanceof DisarmOutlived it) {
                disarmOutlived(it.run());
            } else if (effect instanceof ArmHealthy it) {
                armHealthy(it.run(), it.until());
            } else if (effect instanceof Probe it) {
                probe(it.order());
            } else if (effect instanceof Commit it) {
                commit(it.commit(), it.changes(), it.awaited());
            } else if (effect instanceof Reply it) {
                answer(it.ticket(), it.answer());
            } else {
                visitRare(effect);
            }
        }

        private void visitRare(Effect effect) {
            if (effect instanceof Schedule it) {
                schedule(it.task(), it.fire());
            } else if (effect instanceof Unschedule it) {
                unschedule(it.task());
            } else if (effect instanceof ArmTask it) {
                armTask(it.task(), it.alarm(), it.until());
            } else if (effect instanceof DisarmTask it) {
                disarmTask(it.task(), it.alarm());
            } else if (effect instanceof EndService it) {
                endService(it.task(), it.code());
            } else if (effect instanceof Lost it) {
                lost(it.run());
            } else if (effect instanceof Unexpected it) {
                unexpected(it.replica(), it.phase(), it.event());
            } else {
                throw new IllegalArgumentException("an effect of an unknown kind: " + effect);
            }
        }

        void sendOrder(Order order);

        void check(long ticket, Order order);

        void sweep(long ticket, String task);

        void arm(ReplicaId replica, Run run, Instant until);

        void disarm(ReplicaId replica);

        void armOutlived(Run run, Instant until);

        void disarmOutlived(Run run);

        void armHealthy(Run run, Instant until);

        void probe(ProbeOrder order);

        void schedule(String task, Instant fire);

        void unschedule(String task);

        void armTask(String task, TaskAlarm alarm, Instant until);

        void disarmTask(String task, TaskAlarm alarm);

        void commit(long commit, Changeset changes, boolean awaited);

        void answer(long ticket, Answer answer);

        void endService(String task, int code);

        void lost(Run run);

        void unexpected(ReplicaId replica, Phase phase, String event);
    }

    /** Sends an order to the process side. */
    record SendOrder(Order order) implements Effect {}

    /** Sends a check to the process side, and returns its answer as {@link Event.Checked}. */
    record Check(long ticket, Order order) implements Effect {}

    /**
     * Requests from the process side to scan for what runs of the task have left behind, and returns the result as
     * {@link Event.Swept}.
     */
    record Sweep(long ticket, String task) implements Effect {}

    /** Schedules {@link Event.Elapsed} for this run. A replica has at most one alarm. */
    record Arm(Run run, Instant until) implements Effect {}

    /** Cancels the alarm of the replica. */
    record Disarm(Run run) implements Effect {}

    /** Schedules {@link Event.OutlivedElapsed} for this run, which is over. A run has at most one such alarm. */
    record ArmOutlived(Run run, Instant until) implements Effect {}

    /** Cancels the alarm for the processes that have outlived this run. */
    record DisarmOutlived(Run run) implements Effect {}

    /** Schedules {@link Event.Healthy} for this run; replaces an earlier one for the same replica. */
    record ArmHealthy(Run run, Instant until) implements Effect {}

    /** Begins or ends the probes of a run, whose conclusions return as {@link Event.Probed}. */
    record Probe(ProbeOrder order) implements Effect {}

    /** Schedules {@link Event.Due} for the task; replaces an earlier one for the same task. */
    record Schedule(String task, Instant fire) implements Effect {}

    /** Cancels {@link Event.Due} for the task. */
    record Unschedule(String task) implements Effect {}

    /** Schedules {@link Event.TaskElapsed}; replaces an earlier one of this kind for the same task. */
    record ArmTask(String task, TaskAlarm alarm, Instant until) implements Effect {}

    /** Cancels {@link Event.TaskElapsed} of this kind for the task. */
    record DisarmTask(String task, TaskAlarm alarm) implements Effect {}

    /**
     * Commits changes, and returns the result as {@link Event.Committed}.
     *
     * @param commit the number of the change; commits are carried out in this order
     * @param changes empty to hurry an earlier commit, for which something waits only now
     * @param awaited whether an answer or a start waits for it; other commits may be put off for a short time
     */
    record Commit(long commit, Changeset changes, boolean awaited) implements Effect {}

    /** Answers the request with this ticket. Every ticket is answered exactly once. */
    record Reply(long ticket, Answer answer) implements Effect {}

    /**
     * Stops every task and ends the service, because this essential task has failed.
     *
     * @param code the exit code of the service, 1 to 255
     */
    record EndService(String task, int code) implements Effect {}

    /** Logs a run that only the supervisor or only the process side knows. */
    record Lost(Run run) implements Effect {}

    /** Logs and counts an event that has no meaning in the current state of the replica. */
    record Unexpected(ReplicaId replica, Phase phase, String event) implements Effect {}
}
