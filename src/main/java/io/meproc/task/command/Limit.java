package io.meproc.task.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A resource limit of a process, see getrlimit(2).
 *
 * @param soft what the kernel enforces; {@link #UNLIMITED}, or not negative
 * @param hard how far the process itself may raise the soft limit; at least {@code soft}
 */
public record Limit(Resource resource, long soft, long hard) {
    public static final long UNLIMITED = -1;

    /** A resource that can be limited. */
    public enum Resource {
        /** Open files. */
        NOFILE,
        /** Processes of the same user. */
        NPROC,
        /** A core dump, in bytes. */
        CORE,
        /** The address space, in bytes. */
        AS,
        /** A file that is written, in bytes. */
        FSIZE,
        /** Processor time, in seconds. */
        CPU,
        /** Memory locked into RAM, in bytes. */
        MEMLOCK,
        /** The stack, in bytes. */
        STACK;

        /** The name of the resource in requests, and in limits.conf(5). */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The names of all resources, in the order of their documentation. */
        public static List<String> words() {
            return Arrays.stream(values()).map(Resource::word).toList();
        }
    }

    public Limit {
        if (!ordered(soft, hard)) {
            throw new IllegalArgumentException("limit " + soft + ":" + hard);
        }
    }

    /** Whether both values are limits, and the soft one does not exceed the hard one. */
    public static boolean ordered(long soft, long hard) {
        return soft >= UNLIMITED && hard >= UNLIMITED && (hard == UNLIMITED || (soft != UNLIMITED && soft <= hard));
    }

    /** The limit as in a request: {@code soft:hard}, or one value if they are equal. */
    public String text() {
        return soft == hard ? text(soft) : text(soft) + ":" + text(hard);
    }

    private static String text(long value) {
        return value == UNLIMITED ? "unlimited" : Long.toString(value);
    }
}
