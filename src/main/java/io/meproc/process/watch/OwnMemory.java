package io.meproc.process.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The peak memory of the supervisor itself. The kernel counts the peak of each child from it, because the child
 * shares the supervisor's memory until it executes a program (exec_mmap in the kernel's fs/exec.c).
 */
public final class OwnMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";
    private static final long KB = 1024;

    /** It never decreases, so an old value can be too small but never too large. */
    private static volatile long known;

    private OwnMemory() {}

    /** Whether a child's peak is its own. */
    public static boolean isExceededBy(long peak) {
        if (peak > known) {
            known = Math.max(known, read());
        }
        return peak > known;
    }

    private static long read() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> KB
                            * Long.parseLong(line.substring(PEAK.length())
                                    .replace("kB", "")
                                    .strip()))
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException | NumberFormatException unreadable) {
            return Long.MAX_VALUE;
        }
    }
}
