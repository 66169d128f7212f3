package io.meproc.task;

import io.meproc.task.command.Command;
import io.meproc.task.probe.Concluded;
import io.meproc.task.probe.Probes;

/** A command from the supervisor to the side that carries out probes. */
public sealed interface ProbeOrder {
    Run run();

    /**
     * Probes a run from now on.
     *
     * @param command of its task, whose user and surroundings a program of a probe has
     * @param concluded what an earlier service process has concluded about the run
     */
    record Begin(Run run, Probes probes, Command command, Concluded concluded) implements ProbeOrder {}

    /** Ends the probes of a run. */
    record End(Run run) implements ProbeOrder {}
}
