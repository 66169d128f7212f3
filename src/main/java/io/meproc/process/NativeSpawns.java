package io.meproc.process;

import io.meproc.linux.Syscalls;
import io.meproc.process.account.Identity;
import io.meproc.process.account.Privileges;
import io.meproc.process.scan.ControlGroup;
import io.meproc.process.scan.ControlGroups;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.socket.Listeners;
import io.meproc.process.spawn.PassedSockets;
import io.meproc.process.spawn.SpawnException;
import io.meproc.process.spawn.Spawner;
import io.meproc.process.watch.AdoptedLeader;
import io.meproc.process.watch.EndedLeader;
import io.meproc.process.watch.ExitWatcher;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.limit.Limits;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Spawns the leaders of runs, each in a control group of its own where possible, and watches for their exits. */
final class NativeSpawns {
    private static final Logger LOG = LoggerFactory.getLogger(NativeSpawns.class);
    private static final int CAP_SYS_ADMIN = 21;

    private final Children children;
    private final Marker marker;
    private final ControlGroups groups;
    private final MemoryWatch memory;
    private final ExitWatcher watcher;
    private final Autogroups autogroups;
    private final Consumer<Child> settle;
    private final Listeners listeners = new Listeners();
    private final ZombieGroups zombies = new ZombieGroups();
    private final long self = ProcessHandle.current().pid();
    private final int ownNice = Syscalls.getpriority(0, 0);
    private final boolean mayAlwaysSetNice = (Privileges.capabilities("CapEff") >> CAP_SYS_ADMIN & 1) == 1;

    /** @param settle reaps an ended leader, and reports it; called by the watcher's thread */
    NativeSpawns(
            Children children,
            Marker marker,
            ControlGroups groups,
            MemoryWatch memory,
            ExitWatcher watcher,
            Autogroups autogroups,
            Consumer<Child> settle) {
        this.children = children;
        this.marker = marker;
        this.groups = groups;
        this.memory = memory;
        this.watcher = watcher;
        this.autogroups = autogroups;
        this.settle = settle;
    }

    /** The listening sockets of the tasks. */
    Listeners listeners() {
        return listeners;
    }

    /**
     * @param more variables of this run alone
     * @param output the descriptor that becomes the standard output of the process
     * @param sockets the listening sockets that the process gets
     * @param announcement called before an exit of the process can be reported
     */
    NativeChild spawn(
            Spawner spawner,
            Run run,
            Command command,
            Identity identity,
            LeaderExit onLeaderExit,
            Map<String, String> more,
            Limits limits,
            int output,
            PassedSockets sockets,
            Consumer<NativeChild> announcement)
            throws SpawnException {
        ControlGroup group = group(run, onLeaderExit == LeaderExit.RELEASE, limits);
        int pid;
        try {
            Map<String, String> marks = marker.variables(run, identity, onLeaderExit);
            marks.putAll(more);
            pid = spawner.spawn(command, identity, marks, group, output, sockets);
        } catch (SpawnException failed) {
            groups.release(group);
            throw failed;
        }
        // Opened before any thread can reap the process, after which another one may have its pid.
        NativeChild child = new NativeChild(run, pid, watcher.descriptor(pid), group);
        // Added before a signal can end it and it is forgotten.
        children.add(child);
        watchMemory(child, limits);
        try {
            announcement.accept(child);
            setNice(child, Objects.requireNonNullElse(command.surroundings().nice(), ownNice));
        } finally {
            watch(child);
        }
        return child;
    }

    private ControlGroup group(Run run, boolean mayStay, Limits limits) throws SpawnException {
        try {
            return groups.of(run, mayStay, limits);
        } catch (IOException refused) {
            throw new SpawnException("limits", String.valueOf(refused.getMessage()));
        }
    }

    private void watchMemory(NativeChild child, Limits limits) {
        if (!limits.isDefault()) {
            memory.watch(child.run(), limits, child.controlGroup());
        }
    }

    /** Replaces the limits of a run that is not over. */
    void limit(Run run, Limits limits) {
        NativeChild child = children.of(run);
        if (child == null) {
            return;
        }
        try {
            groups.limit(child.controlGroup(), limits);
        } catch (IOException refused) {
            LOG.error(
                    "The limits of {} could not be applied to process {}: {}",
                    run.replica(),
                    child.pid(),
                    refused.getMessage());
        }
        memory.watch(run, limits, child.controlGroup());
    }

    /** Why the machine can't apply limits; null if it can. */
    @Nullable
    String obstacle(Limits limits) {
        return groups.obstacle(limits);
    }

    /** The leader and the processes of a run that an earlier service process has started. */
    NativeChild adopt(AdoptedRun run) {
        ControlGroup group = groups.adopt(run.run(), run.policy() == LeaderExit.RELEASE);
        ProcFiles.Stat leader = run.leader();
        NativeChild child;
        if (leader == null) {
            child = new NativeChild(run.run(), run.pid(), ExitWatcher.NONE, group, EndedLeader.unwatched(), zombies);
        } else if (leader.parent() == self) {
            child = new NativeChild(run.run(), run.pid(), watcher.descriptor(run.pid()), group);
        } else {
            AdoptedLeader adopted = AdoptedLeader.open(watcher, leader);
            child = new NativeChild(run.run(), run.pid(), adopted.pidfd(), group, adopted, zombies);
        }
        children.add(child);
        return child;
    }

    /** Whether the control group of a run has a process. */
    boolean contains(Run run, int pid) {
        return groups.contains(run, pid);
    }

    private void setNice(NativeChild child, int nice) {
        if (nice != 0) {
            groups.weigh(child.controlGroup(), nice);
        }
        if (nice != 0 && !mayAlwaysSetNice) {
            autogroups.want(child.pid(), nice, () -> children.group(child.pid()) == child);
        }
    }

    /** Begins to report the exit of a leader. */
    void watch(NativeChild child) {
        watcher.watch(child.pidfd(), () -> {
            settle.accept(child);
            return child.status() != null;
        });
    }

    void forget(Child child) {
        NativeChild known = children.forget(child);
        if (known != null) {
            memory.forget(known.run());
            groups.release(known.controlGroup());
        }
    }
}
