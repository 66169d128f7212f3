package io.meproc.process.watch;

import com.sun.jna.Native;
import io.meproc.linux.Syscalls;
import io.meproc.task.exit.Signal;
import org.jspecify.annotations.Nullable;

/** A leader that is a child of this process. Until it is reaped, no other process gets its pid. */
public final class ChildLeader implements Leader {
    private final int pid;
    private @Nullable Reaped reaped;

    public ChildLeader(int pid) {
        this.pid = pid;
    }

    @Override
    public synchronized @Nullable Reaped end() {
        if (reaped == null) {
            reaped = Reaper.reap(pid);
        }
        return reaped;
    }

    @Override
    public synchronized boolean there() {
        return reaped == null;
    }

    @Override
    public synchronized int send(Signal signal) {
        return reaped != null || Syscalls.kill(pid, signal.number()) == 0 ? 0 : Native.getLastError();
    }
}
