package io.meproc.process;

import com.sun.jna.Native;
import io.meproc.linux.Errno;
import io.meproc.linux.Syscalls;
import io.meproc.process.scan.ControlGroup;
import io.meproc.process.watch.ChildLeader;
import io.meproc.process.watch.Leader;
import io.meproc.process.watch.Reaped;
import io.meproc.process.watch.Reaper;
import io.meproc.task.Run;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Observations.MemoryEvents;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.Usage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run in the kernel's terms: a leader, whose pid is also the id of the process group. Checks for its end and
 * signals to it exclude each other, so that no signal is sent to a number that refers to another process by now.
 */
public final class NativeChild implements Child {
    private static final Logger LOG = LoggerFactory.getLogger(NativeChild.class);

    /** For children, whose zombies are reaped at once. */
    private static final ZombieGroups NO_ZOMBIES = new ZombieGroups();

    private final Run run;
    private final int pid;
    private final int pidfd;
    private final ControlGroup controlGroup;
    private final Leader process;
    private final ZombieGroups zombies;
    private @Nullable Reaped leader;
    private boolean killed;
    private boolean empty;

    /** @param pidfd a pidfd of the leader; {@code ExitWatcher.NONE} without one */
    public NativeChild(Run run, int pid, int pidfd, ControlGroup controlGroup) {
        this(run, pid, pidfd, controlGroup, new ChildLeader(pid), NO_ZOMBIES);
    }

    /**
     * A run of an earlier service process.
     *
     * @param pid the pid that the leader has or had
     */
    NativeChild(Run run, int pid, int pidfd, ControlGroup controlGroup, Leader process, ZombieGroups zombies) {
        this.zombies = zombies;
        this.process = process;
        this.run = run;
        this.pid = pid;
        this.pidfd = pidfd;
        this.controlGroup = controlGroup;
    }

    @Override
    public Run run() {
        return run;
    }

    @Override
    public int pid() {
        return pid;
    }

    int pidfd() {
        return pidfd;
    }

    ControlGroup controlGroup() {
        return controlGroup;
    }

    @Override
    public synchronized @Nullable ExitStatus status() {
        return leader == null ? null : leader.status();
    }

    @Override
    public synchronized @Nullable Usage usage() {
        return leader == null ? null : leader.usage();
    }

    @Override
    public @Nullable MemoryEvents memory() {
        return controlGroup.memory();
    }

    /** Reaps the leader if it has ended, and checks whether the group has other processes. */
    @Override
    public synchronized Change settle() {
        boolean leaderLived = leader == null;
        Reaped end = leaderLived ? process.end() : leader;
        if (end == null || empty) {
            return Change.NONE;
        }
        Boolean others = process.awaitsReaping() ? zombies.hasLiving(pid) : Boolean.TRUE;
        if (leaderLived && others == null) {
            return Change.NONE;
        }
        leader = leaderLived ? told(end) : leader;
        empty = !groupExists() || !numberIsOurs() || Boolean.FALSE.equals(others);
        if (!empty) {
            Reaper.reapOrphans(pid);
            empty = !groupExists();
        }
        return empty ? Change.EMPTY : leaderLived ? Change.LEADER_ENDED : Change.NONE;
    }

    private Reaped told(Reaped reaped) {
        if (killed) {
            return reaped;
        }
        boolean bySigkill =
                reaped.status() instanceof ExitStatus.Signaled signaled && signaled.signal() == Signal.KILL.number();
        return bySigkill && controlGroup.ranOut()
                ? new Reaped(new ExitStatus.KilledForMemory(), reaped.usage())
                : reaped;
    }

    @Override
    public synchronized boolean send(Signal signal) {
        boolean allowed = signal(signal);
        if (signal != Signal.KILL) {
            signal(Signal.CONT);
        }
        return allowed;
    }

    @Override
    public synchronized void sendToLeader(Signal signal) {
        if (leader == null) {
            complain(signal, process.send(signal));
            process.send(Signal.CONT);
        }
    }

    /** Sends a signal to every process of the group. */
    @Override
    public synchronized void pass(Signal signal) {
        signal(signal);
    }

    @Override
    public synchronized void passToLeader(Signal signal) {
        if (leader == null) {
            complain(signal, process.send(signal));
        }
    }

    private boolean signal(Signal signal) {
        if (signal == Signal.KILL) {
            controlGroup.kill();
        }
        if (empty || !numberIsOurs() || Syscalls.kill(-pid, signal.number()) == 0) {
            killed |= signal == Signal.KILL;
            return true;
        }
        int errno = Native.getLastError();
        complain(signal, errno);
        return errno != Errno.EPERM;
    }

    private void complain(Signal signal, int errno) {
        if (errno != 0 && errno != Errno.ESRCH) {
            LOG.warn(
                    "Signal {} did not reach {} (process group {}): {}",
                    signal,
                    run.replica(),
                    pid,
                    Errno.words(errno));
        }
    }

    /**
     * Whether the number still refers to this group. After the leader was reaped, a process with its pid is a new
     * one, since the group was empty before.
     */
    private boolean numberIsOurs() {
        return process.there() || (Syscalls.kill(pid, 0) != 0 && Native.getLastError() == Errno.ESRCH);
    }

    private boolean groupExists() {
        return Syscalls.kill(-pid, 0) == 0 || Native.getLastError() == Errno.EPERM;
    }
}
