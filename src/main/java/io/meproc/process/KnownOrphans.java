package io.meproc.process;

import io.meproc.linux.Syscalls;
import io.meproc.process.watch.Reaper;
import java.util.function.Consumer;

/** Zombie children that belong to known runs but are not their leaders: orphans of a process group and escaped processes. */
final class KnownOrphans {
    private final Children children;
    private final Consumer<Child> settle;
    private final EscapedProcesses escaped;

    /** @param settle checks what is left of a run, and reports it */
    KnownOrphans(Children children, Consumer<Child> settle, EscapedProcesses escaped) {
        this.children = children;
        this.settle = settle;
        this.escaped = escaped;
    }

    /** Reaps a zombie child if it belongs to a known run; returns whether it does. */
    boolean reap(int pid) {
        int group = Syscalls.getpgid(pid);
        Child family = group == pid ? null : children.group(group);
        if (family != null) {
            Reaper.reap(pid);
            settle.accept(family);
            return true;
        } else if (escaped.took(pid)) {
            Reaper.reap(pid);
            return true;
        }
        return false;
    }
}
