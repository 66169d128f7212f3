package io.meproc.process;

import io.meproc.task.Run;
import io.meproc.task.exit.Leftover;

/**
 * A process that was found to belong to a run. The pid alone means nothing later; together with the time of its
 * start it means this process and no other.
 *
 * @param outside whether a signal to its run does not reach it, see {@link Child#send}
 * @param away whether it has left the process group of its run
 */
record Found(Run run, ProcFiles.Stat stat, String command, boolean outside, boolean away) {

    int pid() {
        return stat.pid();
    }

    /** Whether it still lives. */
    boolean lives() {
        ProcFiles.Stat now = ProcFiles.stat(pid());
        return now != null && now.alive() && now.started() == stat.started();
    }

    /** Whether its pid still means this process, alive or waiting to be collected. */
    boolean there() {
        ProcFiles.Stat now = ProcFiles.stat(pid());
        return now != null && now.started() == stat.started();
    }

    /** With what it executes now, if it still lives. */
    Leftover leftover(Leftover.Fate fate) {
        return new Leftover(pid(), lives() ? ProcFiles.command(stat) : command, away, fate);
    }

    Leftover leftover(boolean killed) {
        return leftover(killed ? Leftover.Fate.KILLED : Leftover.Fate.ENDED);
    }

    /**
     * With the number that the process group of its run had, which is over, so that nobody else knows it.
     *
     * @param group 0 when nobody knows it any more, so that nothing proves that a process has left it
     */
    Found ofGroup(int group) {
        return new Found(run, stat, command, outside, away && group != 0 && stat.group() != group);
    }

    /** As one that is known, but that no signal to a run reaches. */
    Found apart() {
        return new Found(run, stat, command, true, away);
    }
}
