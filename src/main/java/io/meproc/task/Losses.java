package io.meproc.task;

import static io.meproc.task.Phase.ABORTING;
import static io.meproc.task.Phase.BACKING_OFF;
import static io.meproc.task.Phase.STOPPING;
import static io.meproc.task.Phase.STUCK;

import io.meproc.task.condition.Need;
import io.meproc.task.condition.Need.OnLoss;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The consequences for a running task when others no longer meet its conditions, and when they do again. */
final class Losses {
    private static final Set<Phase> ENDING = EnumSet.of(STOPPING, ABORTING, STUCK);

    private final Transition transition;

    Losses(Transition transition) {
        this.transition = transition;
    }

    /** Whether the loss of a need has consequences for a task with this definition. */
    static boolean matter(TaskDefinition definition) {
        return definition.behaviour().needs().all().stream().anyMatch(need -> need.onLoss() != OnLoss.NOTHING);
    }

    void review(String name) {
        Task task = transition.tasks().find(name);
        if (task == null || !matter(task.definition()) || transition.draining()) {
            return;
        }
        NeedStates before = task.status().needs();
        Indices runs = runs(task);
        if (runs.count() == 0 || task.leaving() || task.removing()) {
            put(task, NeedStates.NONE);
            return;
        }
        Conditions conditions = new Conditions(transition.tasks(), transition.now());
        List<Need> needs = task.definition().behaviour().needs().all();
        NeedStates after = before;
        for (int index = 0; index < needs.size(); index++) {
            Need need = needs.get(index);
            boolean matters = need.onLoss() != OnLoss.NOTHING;
            if (matters && conditions.met(need.requirement())) {
                after = after.withMet(index);
            } else if (matters && after.met(index)) {
                transition.report(
                        new TaskEvent.NeedLost(name, need.requirement().words(), need.onLoss()));
                after = after.withLost(index);
            }
        }
        boolean stops = lost(needs, after, OnLoss.STOP);
        boolean returned = before.lost() != 0 && after.lost() == 0;
        if (stops || returned) {
            startAgain(task, runs);
        } else {
            put(task, after);
        }
    }

    private static boolean lost(List<Need> needs, NeedStates states, OnLoss consequence) {
        for (int index = 0; index < needs.size(); index++) {
            if (states.lost(index) && needs.get(index).onLoss() == consequence) {
                return true;
            }
        }
        return false;
    }

    private void put(Task task, NeedStates states) {
        if (!states.equals(task.status().needs())) {
            transition.put(task.with(states));
        }
    }

    /** The replicas that run or will by policy. */
    private static Indices runs(Task task) {
        return Indices.of(new Span(0, task.size()), index -> {
            Phase phase = task.replica(index).phase();
            return !task.held(index) && ((phase.live() && !ENDING.contains(phase)) || phase == BACKING_OFF);
        });
    }

    /** Stops a task, and starts it again as soon as its conditions allow. */
    private void startAgain(Task task, Indices these) {
        Task quiet = new RollingUpdate(transition)
                .interrupt(task.with(NeedStates.NONE), "the task is stopped, since a dependency was lost");
        transition.lifecycle().attempt(transition.lifecycle().stop(quiet).toStart(these));
    }
}
