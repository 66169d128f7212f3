package io.meproc.task;

import io.meproc.task.condition.Needs;
import io.meproc.task.cron.Schedule;
import io.meproc.task.hook.Hooks;
import io.meproc.task.limit.Limits;
import io.meproc.task.probe.Probes;
import io.meproc.task.restart.RestartPolicy;
import io.meproc.task.update.Updates;

/** How a task behaves beside starting its command: one policy for each concern. */
public record Behaviour(
        RestartPolicy restart,
        Needs needs,
        Probes probes,
        Limits limits,
        Schedule schedule,
        Updates updates,
        Hooks hooks) {
    public static final Behaviour DEFAULT = new Behaviour(
            RestartPolicy.DEFAULT,
            Needs.DEFAULT,
            Probes.DEFAULT,
            Limits.DEFAULT,
            Schedule.DEFAULT,
            Updates.DEFAULT,
            Hooks.DEFAULT);

    public Behaviour with(RestartPolicy other) {
        return new Behaviour(other, needs, probes, limits, schedule, updates, hooks);
    }

    public Behaviour with(Needs other) {
        return new Behaviour(restart, other, probes, limits, schedule, updates, hooks);
    }

    public Behaviour with(Probes other) {
        return new Behaviour(restart, needs, other, limits, schedule, updates, hooks);
    }

    public Behaviour with(Limits other) {
        return new Behaviour(restart, needs, probes, other, schedule, updates, hooks);
    }

    public Behaviour with(Schedule other) {
        return new Behaviour(restart, needs, probes, limits, other, updates, hooks);
    }

    public Behaviour with(Updates other) {
        return new Behaviour(restart, needs, probes, limits, schedule, other, hooks);
    }

    public Behaviour with(Hooks other) {
        return new Behaviour(restart, needs, probes, limits, schedule, updates, other);
    }
}
