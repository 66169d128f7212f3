package io.meproc.process.spawn;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.meproc.linux.Abi;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import io.meproc.process.account.Identity;
import io.meproc.process.scan.ControlGroup;
import io.meproc.process.watch.Reaper;
import io.meproc.task.command.Command;
import java.util.Map;

/**
 * Starts processes: clone(2), then the {@link ChildSetup} in the new process, then execve(2). Like posix_spawn(3), it
 * shares the memory instead of copying it; unlike it, it can set more attributes and report which step failed.
 *
 * <p>For use by one thread at a time, which blocks in the kernel until the new process has executed a program or
 * failed.
 */
public final class Spawner implements AutoCloseable {
    private static final int CLONE_VM = 0x100;
    private static final int CLONE_FILES = 0x400;
    private static final int CLONE_VFORK = 0x4000;
    private static final int SIGCHLD = 17;
    private static final int SIG_SETMASK = 2;
    private static final int SIGNAL_SET = 128;
    private static final int STACK = 1 << 14;

    /**
     * The signals that the JVM raises itself by its instructions, which would end it if they were blocked: SIGILL,
     * TRAP, BUS, FPE, SEGV, SYS.
     */
    private static final int[] FAULTS = {4, 5, 7, 8, 11, 31};

    private final EnvironmentBlock environment;
    private final MachineCode code;
    private final ChildSetup setup;
    private final Scratch scratch = new Scratch();
    private final ChildSetupBuilder setupBuilder;
    private final NativeBlock stack = new NativeBlock(STACK);
    private final NativeBlock blocked = new NativeBlock(SIGNAL_SET);
    private final NativeBlock before = new NativeBlock(SIGNAL_SET);

    public Spawner(Abi abi, EnvironmentBlock environment) {
        this.environment = environment;
        this.code = MachineCode.load(MachineCode.CHILD, abi);
        this.setup = new ChildSetup(abi);
        this.setupBuilder = new ChildSetupBuilder(setup, scratch);
        long set = -1;
        for (int fault : FAULTS) {
            set &= ~(1L << (fault - 1));
        }
        blocked.pointer().setLong(0, set);
    }

    /** Spawns a command without sockets. */
    public int spawn(Command command, Identity identity, Map<String, String> marks, ControlGroup group, int output)
            throws SpawnException {
        return spawn(command, identity, marks, group, output, PassedSockets.NONE);
    }

    /** Spawns a program without output, which is killed when the calling thread ends; returns the pid. */
    public int spawnProbe(Command command, Identity identity, Map<String, String> marks) throws SpawnException {
        setupBuilder.endWithThread(true);
        try {
            return spawn(command, identity, marks, ControlGroup.NONE, nothing());
        } finally {
            setupBuilder.endWithThread(false);
        }
    }

    /** Spawns a command with this identity, group, output descriptor and sockets; returns the pid. */
    public int spawn(
            Command command,
            Identity identity,
            Map<String, String> marks,
            ControlGroup group,
            int output,
            PassedSockets sockets)
            throws SpawnException {
        Map<String, String> variables = InheritedVariables.added(marks, identity, command.surroundings());
        try {
            sockets.describe(variables);
            long table = environment.table(variables, identity.isOtherUser(), sockets.reservePid(scratch), scratch);
            setupBuilder.join(group);
            setupBuilder.prepare(command, identity, output, sockets, table, variables.get("PATH"));
            return start(command);
        } finally {
            setup.rewind();
            scratch.clear();
            setupBuilder.over();
        }
    }

    /** A descriptor of {@code /dev/null}. */
    public int nothing() {
        return setupBuilder.nothing();
    }

    private int start(Command command) throws SpawnException {
        // The new process must not run the JVM's signal handlers in the JVM's memory.
        Syscalls.pthread_sigmask(SIG_SETMASK, blocked.pointer(), before.pointer());
        int pid;
        int errno;
        try {
            Pointer top = stack.pointer().share(STACK - Long.BYTES * 2L);
            pid = Syscalls.clone(code.entry(), top, CLONE_VM | CLONE_FILES | CLONE_VFORK | SIGCHLD, setup.pointer());
            errno = Native.getLastError();
        } finally {
            Syscalls.pthread_sigmask(SIG_SETMASK, before.pointer(), Pointer.NULL);
        }
        if (pid < 0) {
            throw SpawnException.of("process", "a new process", errno, "");
        }
        ChildSetup.Failed failed = setup.failed();
        if (failed != null) {
            Reaper.await(pid);
            Reaper.reap(pid);
            throw StepFailure.about(failed, command);
        }
        return pid;
    }

    @Override
    public void close() {
        before.close();
        blocked.close();
        stack.close();
        setupBuilder.close();
        scratch.close();
        setup.close();
        code.close();
        environment.close();
    }
}
