package io.meproc.task;

import io.meproc.task.exit.LeaderExit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides about a process that an earlier service process left. The process side carries the decision out. */
final class DecideLeftoverHandler implements RequestHandler<Request.DecideLeftover> {
    @Override
    public List<Order> checks(Request.DecideLeftover request, @Nullable Task listed) {
        boolean adopts = request.decision() == LeftoverDecision.ADOPT;
        if (adopts && (listed == null || obstacle(listed, index(request)) != null)) {
            return List.of();
        }
        LeaderExit policy = listed == null
                ? LeaderExit.STOP_GROUP
                : listed.definition().ends().onLeaderExit();
        return List.of(new Order.Decide(
                new ReplicaId(request.name(), index(request)), request.pid(), request.decision(), policy));
    }

    private static int index(Request.DecideLeftover request) {
        Integer index = request.target().index();
        return index == null ? 0 : index;
    }

    /** Why a run of a replica can't be adopted; null if it can. */
    private static @Nullable String obstacle(Task task, int index) {
        if (index >= task.size()) {
            return "task '" + task.name() + "' has no replica " + index;
        }
        ReplicaState state = task.replica(index).state();
        if (state.run() != null && !(state instanceof ReplicaState.BackingOff)) {
            return new ReplicaId(task.name(), index) + " is " + state.phase().words() + ", by another run";
        }
        return task.held(index) || task.removing()
                ? new ReplicaId(task.name(), index) + " is to be stopped; start it first"
                : null;
    }

    @Override
    public void carryOut(Request.DecideLeftover request, Transition transition, long ticket) {
        Task task = transition.tasks().find(request.name());
        if (request.decision() != LeftoverDecision.ADOPT) {
            transition.answer(ticket, Answer.DONE);
        } else if (task == null) {
            transition.answer(ticket, Answer.refused(Refusal.unknownTask(request.name())));
        } else if (index(request) < task.size()
                && task.replica(index(request)).state().pid() == request.pid()) {
            transition.answer(ticket, Answer.DONE);
        } else {
            String obstacle = obstacle(task, index(request));
            transition.answer(
                    ticket,
                    Answer.refused(
                            Refusal.Reason.CONFLICT,
                            obstacle == null ? "process " + request.pid() + " was not adopted" : obstacle));
        }
    }

    /** Continues with an adopted run, unless its replica has another one; stops it if the replica is to be stopped meanwhile. */
    static void adopted(Transition transition, Report.Adopted report) {
        ReplicaId replica = report.run().replica();
        Task task = transition.tasks().find(replica.task());
        if (task != null && replica.index() < task.size()) {
            transition.onReplica(task, replica.index(), (state, t) -> {
                if (state.live() != null) {
                    return state;
                }
                ReplicaState.Running running = t.adoptedFrom(state, report.found());
                boolean ends = task.held(replica.index()) || task.removing();
                return ends ? running.stop(t) : running;
            });
        }
    }
}
