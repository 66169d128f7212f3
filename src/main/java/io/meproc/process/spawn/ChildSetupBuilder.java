package io.meproc.process.spawn;

import com.sun.jna.Native;
import io.meproc.linux.Descriptors;
import io.meproc.linux.Errno;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import io.meproc.process.account.Identity;
import io.meproc.process.scan.ControlGroup;
import io.meproc.task.command.Command;
import io.meproc.task.command.Program;
import io.meproc.task.command.Surroundings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the {@link ChildSetup} of a process: a session of its own, no blocked or ignored signal, no open file except
 * its input and output, then the attributes of its task. Steps that need the supervisor's privileges come before they
 * are dropped, steps with the user's privileges after that.
 *
 * <p>A session is a scheduling group as well (sched(7), autogroup), and {@code nice} of a process has no effect
 * across groups; so the group gets the same niceness.
 */
public final class ChildSetupBuilder implements AutoCloseable {
    static final String SHELL = "/bin/sh";

    private static final Logger LOG = LoggerFactory.getLogger(ChildSetupBuilder.class);

    public static final String EXEC = "exec";
    public static final String CHDIR = "chdir";
    public static final String STDIN = "stdin";
    public static final String USER = "user";
    static final String NICE = "nice";
    static final String OOM_SCORE = "oom_score_adj";
    private static final String SIGNALS = "signals";
    private static final String OUTPUT = "output";
    private static final String FILES = "closing files";
    private static final String GROUP = "control group";

    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final int ATTEMPTS = 100;
    private static final int FIRST_CLOSED = 3;
    private static final long LAST_CLOSED = 0xFFFF_FFFFL;
    private static final int SIGNALS_COUNT = 64;
    private static final int SIGSET_BYTES = 8;
    private static final int ACTION_BYTES = 64;
    private static final int SIG_SETMASK = 2;
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int SIGKILL = 9;
    static final int AT_FDCWD = -100;
    private static final int O_RDONLY_NONBLOCK_NOCTTY = 0x800 | 0x100;
    private static final int O_CLOEXEC = 0x80000;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final long CLOSE_RANGE_UNSHARE = 2;

    private final ChildSetup setup;
    private final Scratch scratch;
    private final Capabilities capabilities = new Capabilities();
    private final NativeBlock zeros = new NativeBlock(ACTION_BYTES);
    private final ResourceSetup resources;
    private final int nothing;
    private boolean endsWithThread;
    private final int output;
    private final int unshare;

    ChildSetupBuilder(ChildSetup setup, Scratch scratch) {
        this.setup = setup;
        this.scratch = scratch;
        this.resources = new ResourceSetup(setup, scratch);
        this.nothing = Descriptors.aboveStandard(Syscalls.open(NativeBlock.terminated("/dev/null"), O_CLOEXEC, 0));
        if (nothing < 0) {
            throw new IllegalStateException("/dev/null: " + Errno.words(Native.getLastError()));
        }
        // A fixed low descriptor, whatever else the supervisor has open when it is used.
        this.output = Syscalls.fcntl(nothing, F_DUPFD_CLOEXEC, FIRST_CLOSED);
        if (output < 0) {
            throw new IllegalStateException("a descriptor for the output: " + Errno.words(Native.getLastError()));
        }
        setup.call("session", SystemCall.SETSID);
        for (int signal = 1; signal <= SIGNALS_COUNT; signal++) {
            // Fails for SIGKILL and SIGSTOP, whose action is always the default.
            setup.tryTo(SIGNALS, SystemCall.RT_SIGACTION, signal, zeros.address(), 0, SIGSET_BYTES);
        }
        // Up to this step the new process shares the supervisor's descriptors. Copying and closing all of them would
        // make a start slower with each connection.
        setup.call(FILES, SystemCall.CLOSE_RANGE, Math.max(nothing, output) + 1L, LAST_CLOSED, CLOSE_RANGE_UNSHARE);
        unshare = setup.size();
        resources.limitOpenFiles();
        setup.mark();
    }

    /** Releases what was prepared for the last process. */
    void over() {
        setup.change(unshare, Math.max(nothing, output) + 1L);
        try {
            put(nothing);
        } catch (SpawnException refused) {
            LOG.warn("A log file stays open until the next start: {}", refused.getMessage());
        }
    }

    /**
     * Duplicates a descriptor to the output; retried, since the kernel may be busy with either of them, or be
     * interrupted: dup(2).
     */
    private void put(int descriptor) throws SpawnException {
        for (int attempt = 0; Syscalls.dup3(descriptor, output, O_CLOEXEC) < 0; attempt++) {
            int errno = Native.getLastError();
            if (attempt == ATTEMPTS || (errno != Errno.EINTR && errno != Errno.EBUSY)) {
                throw SpawnException.of(OUTPUT, OUTPUT, errno, "");
            }
        }
    }

    /** A descriptor of {@code /dev/null}. */
    int nothing() {
        return nothing;
    }

    /**
     * Makes the new process a member of the group. Without limits, a failure only loses what the kernel reports about the
     * group.
     */
    void join(ControlGroup group) {
        String entrance = group.entrance();
        if (entrance != null && group.limited()) {
            resources.write(GROUP, entrance, "0");
        } else if (entrance != null) {
            resources.tryToWrite(GROUP, entrance, "0");
        }
    }

    /** Whether the new process is killed when the thread ends that has started it; prctl(2), PR_SET_PDEATHSIG. */
    void endWithThread(boolean ends) {
        endsWithThread = ends;
    }

    /**
     * @param log the descriptor of the output
     * @param sockets the sockets that the process gets
     */
    void prepare(
            Command command, Identity identity, int log, PassedSockets sockets, long environment, @Nullable String path)
            throws SpawnException {
        put(log);
        if (!sockets.isEmpty()) {
            setup.change(unshare, Math.max(Math.max(nothing, output), sockets.highest()) + 1L);
            sockets.writePid(setup, scratch);
        }
        Surroundings around = command.surroundings();
        resources.outOfMemoryScore(around.oomScore());
        resources.niceness(around.nice());
        setup.call(STDIN, SystemCall.DUP3, nothing, 0, 0);
        setup.call(OUTPUT, SystemCall.DUP3, output, 1, 0);
        setup.call(OUTPUT, SystemCall.DUP3, output, 2, 0);
        setup.call(FILES, SystemCall.CLOSE_RANGE, sockets.place(setup, FIRST_CLOSED), LAST_CLOSED, 0);
        around.limits().forEach(resources::limit);
        if (identity.change() != null) {
            become(identity.change());
        }
        if (endsWithThread) {
            // After the change of the user, which resets it.
            setup.tryTo(SIGNALS, SystemCall.PRCTL, PR_SET_PDEATHSIG, SIGKILL);
        }
        if (around.umask() != null) {
            setup.call("umask", SystemCall.UMASK, around.umask());
        }
        if (around.cwd() != null) {
            setup.call(CHDIR, SystemCall.CHDIR, scratch.text(around.cwd()));
        }
        if (around.stdin() != null) {
            input(around.stdin());
        }
        setup.call(SIGNALS, SystemCall.RT_SIGPROCMASK, SIG_SETMASK, zeros.address(), 0, SIGSET_BYTES);
        execute(command.program(), environment, path);
    }

    private void become(Identity.Change change) {
        setup.call(USER, SystemCall.SETGROUPS, change.groups().size(), scratch.ints(change.groups()));
        setup.call(USER, SystemCall.SETRESGID, change.gid(), change.gid(), change.gid());
        if (change.ofUser()) {
            capabilities.drop(USER, setup);
            setup.call(USER, SystemCall.SETRESUID, change.uid(), change.uid(), change.uid());
        }
    }

    /** Opens the input as the user, without blocking on a FIFO without a writer. */
    private void input(String file) {
        setup.call(STDIN, SystemCall.CLOSE, 0);
        setup.call(STDIN, SystemCall.OPENAT, AT_FDCWD, scratch.text(file), O_RDONLY_NONBLOCK_NOCTTY, 0);
        setup.call(STDIN, SystemCall.FCNTL, 0, F_SETFL, 0);
    }

    private void execute(Program program, long environment, @Nullable String path) {
        List<String> words = words(program);
        long arguments = scratch.table(words.stream().map(scratch::text).toList());
        for (String file : candidates(words.get(0), path)) {
            setup.tryTo(EXEC, SystemCall.EXECVE, scratch.text(file), arguments, environment);
        }
        setup.call(EXEC, SystemCall.NONE);
    }

    private static List<String> words(Program program) {
        if (program instanceof Program.ShellLine line) {
            return Stream.concat(Stream.of(SHELL), line.words().stream()).toList();
        }
        return ((Program.Words) program).words();
    }

    /** The paths that execvp(3) would try; relative ones are relative to the working directory of the new process. */
    private static List<String> candidates(String program, @Nullable String path) {
        if (program.contains("/")) {
            return List.of(program);
        }
        String directories = Optional.ofNullable(path)
                .or(() -> Optional.ofNullable(System.getenv("PATH")))
                .orElse(DEFAULT_PATH);
        List<String> files = new ArrayList<>();
        Arrays.stream(directories.split(":", -1))
                .map(directory -> (directory.isEmpty() ? "." : directory) + "/" + program)
                .forEach(files::add);
        return files;
    }

    @Override
    public void close() {
        Syscalls.close(output);
        Syscalls.close(nothing);
        capabilities.close();
        resources.close();
        zeros.close();
    }
}
