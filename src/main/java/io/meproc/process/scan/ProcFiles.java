package io.meproc.process.scan;

import io.meproc.process.account.Privileges;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads proc(5). */
public final class ProcFiles {
    static final Duration TICK = Duration.ofMillis(10);

    private static final int LONGEST_COMMAND = 120;
    private static final int FIRST_BUFFER = 4096;
    private static final byte[] NOTHING = new byte[0];
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int FIRST_TIME = 11;
    private static final int LAST_TIME = 14;
    private static final int THREADS = 17;
    private static final int START = 19;
    private static final int PAGES = 21;
    private static final int ENVIRONMENT_END = 48;
    private static final int EXIT_WORD = 49;
    private static final int CAP_SYS_PTRACE = 19;

    /** The process group of kernel threads, which have no environment. */
    private static final int KERNEL = 0;

    private ProcFiles() {}

    /**
     * One line of /proc/PID/stat.
     *
     * @param started in clock ticks since the machine started
     * @param ticks processor time so far in user and kernel mode, including that of reaped children
     * @param pages resident memory in pages
     * @param environmentEnd the end of its environment; 0 while it has none, and if it may not be read
     */
    public record Stat(
            int pid,
            String name,
            char state,
            int parent,
            int group,
            int session,
            int threads,
            long started,
            long ticks,
            long pages,
            long environmentEnd) {
        /**
         * Whether it has not ended; a zombie has ended unless only its first thread has. A process that is reaped
         * meanwhile shows no thread.
         */
        public boolean alive() {
            return threads > 0 && state != 'X' && (state != 'Z' || threads > 1);
        }
    }

    /** The real and the effective user of a process. */
    record Users(long real, long effective) {
        boolean include(long uid) {
            return real == uid || effective == uid;
        }
    }

    /** The users of a process; null if it has ended. */
    static @Nullable Users users(int pid) {
        return lines(pid, "status")
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> line.split("\\s+", -1))
                .map(ids -> new Users(Long.parseLong(ids[1]), Long.parseLong(ids[2])))
                .findFirst()
                .orElse(null);
    }

    /** The lines of a file of a process; empty if it has ended. */
    static Stream<String> lines(int pid, String file) {
        return new String(read(pid, file), StandardCharsets.ISO_8859_1).lines();
    }

    /** The time since a process was started; see proc(5) for the clock, and sysconf(3) for the length of a tick. */
    public static Duration age(Stat stat) {
        String uptime = new String(read("/proc/uptime"), StandardCharsets.ISO_8859_1).split(" ", 2)[0];
        Duration up = uptime.isEmpty() ? Duration.ZERO : Duration.ofMillis((long) (Double.parseDouble(uptime) * 1e3));
        return up.minus(TICK.multipliedBy(stat.started()));
    }

    public static boolean there() {
        return Files.isReadable(Path.of("/proc/self/stat"));
    }

    /** The state of a process; null if it has ended. */
    public static @Nullable Stat stat(int pid) {
        byte[] line = read(pid, "stat");
        String text = new String(line, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf(')');
        if (end < 0) {
            return null;
        }
        String[] fields = text.substring(end + 2).split(" ", -1);
        return new Stat(
                pid,
                text.substring(text.indexOf('(') + 1, end),
                fields[0].charAt(0),
                Integer.parseInt(fields[PARENT]),
                Integer.parseInt(fields[GROUP]),
                Integer.parseInt(fields[SESSION]),
                Integer.parseInt(fields[THREADS]),
                Long.parseLong(fields[START]),
                ticks(fields),
                Long.parseLong(fields[PAGES]),
                Long.parseUnsignedLong(fields[ENVIRONMENT_END]));
    }

    /** The start time of a process in clock ticks since the boot of the machine; 0 if it was reaped. Takes some 12 us. */
    public static long started(int pid) {
        Stat stat = stat(pid);
        return stat == null ? 0 : stat.started();
    }

    /**
     * The status word (wait4(2)) of a process that has ended and is not reaped yet: field 52 of {@code /proc/PID/stat}. Null if it
     * is unknown. The kernel shows 0, the word of a success, to those who may not trace the process (ptrace(2), access
     * mode PTRACE_MODE_READ_FSCREDS), so that 0 is the status only for who may.
     */
    public static @Nullable Integer exitWord(int pid) {
        String text = new String(read(pid, "stat"), StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf(')');
        String[] fields =
                end < 0 ? new String[0] : text.substring(end + 2).strip().split(" ", -1);
        if (fields.length <= EXIT_WORD) {
            return null;
        }
        int word = Integer.parseInt(fields[EXIT_WORD]);
        return word != 0 || mayTrace(pid) ? word : null;
    }

    private static boolean mayTrace(int pid) {
        if ((Privileges.capabilities("CapEff") >> CAP_SYS_PTRACE & 1) == 1) {
            return true;
        }
        int self = (int) ProcessHandle.current().pid();
        return lines(pid, "status")
                .filter(line -> line.startsWith("Uid:") || line.startsWith("Gid:"))
                .allMatch(line -> isOnly(line, effective(self, line.substring(0, "Uid:".length()))));
    }

    private static String effective(int pid, String kind) {
        return lines(pid, "status")
                .filter(line -> line.startsWith(kind))
                .map(line -> line.split("\\s+", -1)[2])
                .findFirst()
                .orElse("");
    }

    /** Whether the real, the effective and the saved id are all the same one. */
    private static boolean isOnly(String line, String id) {
        String[] ids = line.split("\\s+", -1);
        return ids[1].equals(id) && ids[2].equals(id) && ids[3].equals(id);
    }

    private static long ticks(String[] fields) {
        long ticks = 0;
        for (int i = FIRST_TIME; i <= LAST_TIME; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    /**
     * Whether a process may have more of an environment than was just read, because it is executing another program:
     * it has none from the moment that it leaves the memory of the former one until execve(2) has filled in the new
     * one, and a read in between is cut short. The same holds while a process ends.
     */
    static boolean changesSoon(int pid, byte[] environment) {
        if (environment.length > 0) {
            return environment.length % FIRST_BUFFER == 0 && environment[environment.length - 1] != 0;
        }
        try (InputStream in = new FileInputStream("/proc/" + pid + "/environ")) {
            if (in.read() >= 0) {
                return true;
            }
            Stat stat = stat(pid);
            return stat != null
                    && stat.alive()
                    && stat.state() != 'Z'
                    && stat.group() != KERNEL
                    && stat.environmentEnd() == 0;
        } catch (IOException secret) {
            return false;
        }
    }

    /** The value of a variable of an environment; null if it is missing. */
    static @Nullable String variable(byte[] environment, String name) {
        byte[] key = (name + "=").getBytes(StandardCharsets.UTF_8);
        int start = 0;
        while (start < environment.length) {
            int end = start;
            while (end < environment.length && environment[end] != 0) {
                end++;
            }
            if (end - start >= key.length
                    && Arrays.equals(environment, start, start + key.length, key, 0, key.length)) {
                return new String(environment, start + key.length, end - start - key.length, StandardCharsets.UTF_8);
            }
            start = end + 1;
        }
        return null;
    }

    /**
     * The environment of a process as it was when its program started; empty if the process has ended or may not be
     * read. A process whose first thread has ended shows it in its other threads only.
     */
    public static byte[] environment(int pid) {
        byte[] whole = read(pid, "environ");
        Stat stat = whole.length > 0 ? null : stat(pid);
        String[] threads = stat == null || stat.state() != 'Z' || stat.threads() < 2
                ? null
                : new File("/proc/" + pid + "/task").list();
        return threads == null
                ? whole
                : Arrays.stream(threads)
                        .map(thread -> read(pid, "task/" + thread + "/environ"))
                        .filter(environment -> environment.length > 0)
                        .findFirst()
                        .orElse(whole);
    }

    /** The children of a process, those of all its threads; empty where the kernel does not list them, see {@link ProcessTree}. */
    static IntStream children(int pid) {
        String[] threads = new File("/proc/" + pid + "/task").list();
        return threads == null
                ? IntStream.empty()
                : Arrays.stream(threads)
                        .map(thread -> new String(read(pid, "task/" + thread + "/children"), StandardCharsets.US_ASCII))
                        .flatMap(line -> Arrays.stream(line.split(" ")))
                        .filter(child -> !child.isEmpty())
                        .mapToInt(Integer::parseInt);
    }

    /** The arguments of a process, each followed by a NUL; empty if it has none or has ended. */
    static byte[] commandLine(int pid) {
        return read(pid, "cmdline");
    }

    /** The command line for messages; the name in brackets if there is none. */
    public static String command(Stat stat) {
        String line = new String(commandLine(stat.pid()), StandardCharsets.UTF_8);
        String words = line.replace('\0', ' ').strip();
        StringBuilder shown = new StringBuilder();
        (words.isEmpty() ? "[" + stat.name() + "]" : words)
                .codePoints()
                .limit(LONGEST_COMMAND)
                .map(point -> Character.isISOControl(point) ? '?' : point)
                .forEach(shown::appendCodePoint);
        return words.length() > LONGEST_COMMAND ? shown + "..." : shown.toString();
    }

    /**
     * Reads a file of a process; empty if the process has ended or may not be read. Such files have no length before
     * they are read.
     */
    private static byte[] read(int pid, String file) {
        return read("/proc/" + pid + "/" + file);
    }

    private static byte[] read(String file) {
        try (InputStream in = new FileInputStream(file)) {
            byte[] bytes = new byte[FIRST_BUFFER];
            int length = 0;
            for (int read = in.read(bytes); read > 0; read = in.read(bytes, length, bytes.length - length)) {
                length += read;
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * length);
                }
            }
            return Arrays.copyOf(bytes, length);
        } catch (IOException gone) {
            return NOTHING;
        }
    }
}
