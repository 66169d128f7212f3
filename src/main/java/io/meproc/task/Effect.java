package io.meproc.task;

import java.time.Instant;

/** Something to be done because the table changed; carried out in order, by whoever owns the table. */
public sealed interface Effect {

    /** Has {@code by} do it. */
    void carryOut(Actions by);

    /** Those who can do it; one method for each effect. */
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

    /** Send an order to the process side. */
    record SendOrder(Order order) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.sendOrder(order);
        }
    }

    /** Have the process side answer the order, and send {@link Event.Checked} with the answer. */
    record Check(long ticket, Order order) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.check(ticket, order);
        }
    }

    /** Have the process side end what runs of the task have left behind, and send {@link Event.Swept} with the outcome. */
    record Sweep(long ticket, String task) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.sweep(ticket, task);
        }
    }

    /** Send {@link Event.Elapsed} about this run at that time. A replica has one alarm at most. */
    record Arm(Run run, Instant until) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.arm(run.replica(), run, until);
        }
    }

    /** Take the replica's alarm back. */
    record Disarm(Run run) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.disarm(run.replica());
        }
    }

    /** Send {@link Event.Healthy} about this run at that time, in place of any earlier one about its replica. */
    record ArmHealthy(Run run, Instant until) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.armHealthy(run, until);
        }
    }

    /** Send {@link Event.Due} at that time, in place of any earlier such wish for the task. */
    record Schedule(String task, Instant fire) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.schedule(task, fire);
        }
    }

    /** Send no {@link Event.Due} for the task any more. */
    record Unschedule(String task) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.unschedule(task);
        }
    }

    /** Answer the request that came with this ticket. Every ticket is answered once. */
    record Reply(long ticket, Answer answer) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.answer(ticket, answer);
        }
    }

    /** Log a run that only one of the supervisor and the process side knows. */
    record Lost(Run run) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.lost(run);
        }
    }

    /** Log and count an event that has no meaning in the state of the replica. */
    record Unexpected(ReplicaId replica, Phase phase, String event) implements Effect {
        @Override
        public void carryOut(Actions by) {
            by.unexpected(replica, phase, event);
        }
    }
}
