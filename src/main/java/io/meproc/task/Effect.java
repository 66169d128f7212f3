package io.meproc.task;

import java.time.Instant;

/** An action that follows from a change of the table. The owner of the table carries the effects out in order. */
public sealed interface Effect {

    /** Calls the method of {@code by} for this effect. */
    void carryOut(Actions by);

    /** The operations behind the effects, one method for each. */
    interface Actions {
        void sendOrder(Order order);

        void check(long ticket, Order order);

        void sweep(long ticket, String task);

        void arm(ReplicaId replica, Run run, Instant until);

        void disarm(ReplicaId replica);

        void armHealthy(Run run, Instant until);

        void schedule(String task, Instant fire);

        void unschedule(String task);

        void answer(long ticket, Answer answer);

        void lost(Run run);

        void unexpected(ReplicaId replica, Phase phase, String event);
    }

    /** Sends an order to the process side. */
    record SendOrder(Order order) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.sendOrder(order);
        }
    }

    /** Sends a check to the process side, and returns its answer as {@link Event.Checked}. */
    record Check(long ticket, Order order) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.check(ticket, order);
        }
    }

    /**
     * Requests from the process side to end what runs of the task have left behind, and returns the result as {@link
     * Event.Swept}.
     */
    record Sweep(long ticket, String task) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.sweep(ticket, task);
        }
    }

    /** Schedules {@link Event.Elapsed} for this run. A replica has at most one alarm. */
    record Arm(Run run, Instant until) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.arm(run.replica(), run, until);
        }
    }

    /** Cancels the alarm of the replica. */
    record Disarm(Run run) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.disarm(run.replica());
        }
    }

    /** Schedules {@link Event.Healthy} for this run; replaces an earlier one for the same replica. */
    record ArmHealthy(Run run, Instant until) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.armHealthy(run, until);
        }
    }

    /** Schedules {@link Event.Due} for the task; replaces an earlier one for the same task. */
    record Schedule(String task, Instant fire) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.schedule(task, fire);
        }
    }

    /** Cancels {@link Event.Due} for the task. */
    record Unschedule(String task) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.unschedule(task);
        }
    }

    /** Answers the request with this ticket. Every ticket is answered exactly once. */
    record Reply(long ticket, Answer answer) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.answer(ticket, answer);
        }
    }

    /** Logs a run that only the supervisor or only the process side knows. */
    record Lost(Run run) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.lost(run);
        }
    }

    /** Logs and counts an event that has no meaning in the current state of the replica. */
    record Unexpected(ReplicaId replica, Phase phase, String event) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.unexpected(replica, phase, event);
        }
    }
}
