package io.meproc.process.scan;

import io.meproc.task.Run;
import io.meproc.task.exit.Leftover;

/**
 * A process that was found to belong to a run. Its pid and its start time together identify it.
 *
 * @param outside whether a signal to its run does not reach it, see {@code Child.send}
 * @param away whether it has left the process group of its run
 */
public record ScannedProcess(Run run, ProcFiles.Stat stat, String command, boolean outside, boolean away) {

    public int pid() {
        return stat.pid();
    }

    /** Whether it may outlive its run, by the policy of the task. */
    public boolean mayStay() {
        return Marker.mayStay(ProcFiles.environment(pid()));
    }

    /** Whether it still lives. */
    public boolean lives() {
        ProcFiles.Stat now = ProcFiles.stat(pid());
        return now != null && now.alive() && now.started() == stat.started();
    }

    /** Whether its pid still refers to this process, alive or a zombie. */
    public boolean there() {
        ProcFiles.Stat now = ProcFiles.stat(pid());
        return now != null && now.started() == stat.started();
    }

    /** The process as a leftover, with its current command if it still lives. */
    public Leftover leftover(Leftover.Fate fate) {
        return new Leftover(pid(), lives() ? ProcFiles.command(stat) : command, away, fate);
    }

    public Leftover leftover(boolean killed) {
        return leftover(killed ? Leftover.Fate.KILLED : Leftover.Fate.ENDED);
    }

    /**
     * The process with the former process group of its run, which is over.
     *
     * @param group 0 if it is no longer known, so that nothing proves that the process has left it
     */
    public ScannedProcess ofGroup(int group) {
        return new ScannedProcess(run, stat, command, outside, away && group != 0 && stat.group() != group);
    }

    /** The same process as one that no signal to its run reaches. */
    public ScannedProcess apart() {
        return new ScannedProcess(run, stat, command, true, away);
    }
}
