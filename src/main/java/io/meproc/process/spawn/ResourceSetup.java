package io.meproc.process.spawn;

import static io.meproc.process.spawn.ChildSetupBuilder.AT_FDCWD;
import static io.meproc.process.spawn.ChildSetupBuilder.NICE;
import static io.meproc.process.spawn.ChildSetupBuilder.OOM_SCORE;

import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import io.meproc.task.command.Limit;
import org.jspecify.annotations.Nullable;

/** Writes the resource limits, the niceness and the memory score of a new process into the {@link ChildSetup}. */
final class ResourceSetup implements AutoCloseable {
    private static final String LIMITS = "limits ";
    private static final int O_WRONLY = 1;
    private static final int PRIO_PROCESS = 0;
    private static final String OOM_SCORE_FILE = "/proc/self/oom_score_adj";
    private static final String AUTOGROUP_FILE = "/proc/self/autogroup";

    private final ChildSetup setup;
    private final Scratch scratch;
    private final NativeBlock openFiles = new NativeBlock(2L * Long.BYTES);
    private final int ownNice = Syscalls.getpriority(PRIO_PROCESS, 0);

    ResourceSetup(ChildSetup setup, Scratch scratch) {
        this.setup = setup;
        this.scratch = scratch;
    }

    /** The soft limit on open files that Meproc was started with, if that is known. */
    void limitOpenFiles() {
        OpenFiles.asStarted().ifPresent(this::limitOpenFiles);
    }

    /** Sets the soft limit; the hard limit stays as it is. */
    private void limitOpenFiles(long soft) {
        long[] own = new long[2];
        Syscalls.getrlimit(number(Limit.Resource.NOFILE), own);
        openFiles.pointer().setLong(0, soft);
        openFiles.pointer().setLong(Long.BYTES, own[1]);
        setup.tryTo(
                LIMITS + Limit.Resource.NOFILE.word(),
                SystemCall.PRLIMIT64,
                0,
                number(Limit.Resource.NOFILE),
                openFiles.address(),
                0);
    }

    /** Writes a text to a file, as optional calls. */
    void tryToWrite(String step, String file, String text) {
        // Opens the lowest free descriptor, which is 0 here, until the input replaces it.
        setup.tryTo(step, SystemCall.CLOSE, 0);
        setup.tryTo(step, SystemCall.OPENAT, AT_FDCWD, scratch.text(file), O_WRONLY, 0);
        setup.tryTo(step, SystemCall.WRITE, 0, scratch.text(text), text.length());
    }

    /** Writes a text to a file. */
    void write(String step, String file, String text) {
        setup.call(step, SystemCall.CLOSE, 0);
        setup.call(step, SystemCall.OPENAT, AT_FDCWD, scratch.text(file), O_WRONLY, 0);
        setup.call(step, SystemCall.WRITE, 0, scratch.text(text), text.length());
    }

    /** Sets the score, since the supervisor's own must not apply to its processes. */
    void outOfMemoryScore(@Nullable Integer score) {
        if (score == null) {
            tryToWrite(OOM_SCORE, OOM_SCORE_FILE, "0");
            return;
        }
        write(OOM_SCORE, OOM_SCORE_FILE, Integer.toString(score));
    }

    /**
     * Sets the niceness; null for the supervisor's own, which must also be set for the scheduling group of the new
     * session.
     */
    void niceness(@Nullable Integer asked) {
        if (asked != null) {
            setup.call(NICE, SystemCall.SETPRIORITY, PRIO_PROCESS, 0, asked);
        }
        int nice = asked == null ? ownNice : asked;
        if (nice != 0) {
            tryToWrite(NICE, AUTOGROUP_FILE, Integer.toString(nice));
        }
    }

    void limit(Limit limit) {
        String step = LIMITS + limit.resource().word();
        long numbers = scratch.longs(limit.soft(), limit.hard());
        setup.call(step, SystemCall.PRLIMIT64, 0, number(limit.resource()), numbers, 0);
    }

    /** The kernel's number of a limit, the same on all supported architectures (asm-generic/resource.h). */
    private static int number(Limit.Resource resource) {
        return switch (resource) {
            case CPU -> 0;
            case FSIZE -> 1;
            case STACK -> 3;
            case CORE -> 4;
            case NPROC -> 6;
            case NOFILE -> 7;
            case MEMLOCK -> 8;
            case AS -> 9;
        };
    }

    @Override
    public void close() {
        openFiles.close();
    }
}
