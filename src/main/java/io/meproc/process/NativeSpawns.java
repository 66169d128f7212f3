package io.meproc.process;

import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.LeaderExit;
import java.util.Map;
import java.util.function.Consumer;

/** Spawns the leaders of runs, each in a control group of its own where possible, and watches for their exits. */
final class NativeSpawns {
    private final Children children;
    private final Marker marker;
    private final ControlGroups groups;
    private final ExitWatcher watcher;
    private final Consumer<Child> settle;

    /** @param settle reaps an ended leader, and reports it; called by the watcher's thread */
    NativeSpawns(Children children, Marker marker, ControlGroups groups, ExitWatcher watcher, Consumer<Child> settle) {
        this.children = children;
        this.marker = marker;
        this.groups = groups;
        this.watcher = watcher;
        this.settle = settle;
    }

    /**
     * @param output the descriptor that becomes the standard output of the process
     * @param announcement called before an exit of the process can be reported
     */
    NativeChild spawn(
            Spawner spawner,
            Run run,
            Command command,
            Identity identity,
            LeaderExit onLeaderExit,
            int output,
            Consumer<NativeChild> announcement)
            throws SpawnException {
        ControlGroup group = groups.of(run, onLeaderExit == LeaderExit.LEAVE);
        int pid;
        try {
            Map<String, String> marks = marker.variables(run, identity, onLeaderExit);
            pid = spawner.spawn(command, identity, marks, group, output);
        } catch (SpawnException failed) {
            groups.release(group);
            throw failed;
        }
        // Opened before any thread can reap the process, after which another one may have its pid.
        NativeChild child = new NativeChild(run, pid, watcher.descriptor(pid), group);
        // Added before a signal can end it and it is forgotten.
        children.add(child);
        try {
            announcement.accept(child);
        } finally {
            watch(child);
        }
        return child;
    }

    private void watch(NativeChild child) {
        watcher.watch(child.pidfd(), () -> {
            settle.accept(child);
            return child.status() != null;
        });
    }

    void forget(Child child) {
        NativeChild known = children.forget(child);
        if (known != null) {
            groups.release(known.controlGroup());
        }
    }
}
