package io.meproc.task.exit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A process of a run that did not end with it.
 *
 * @param command its command line, truncated; its name in brackets if nothing else is known
 * @param outside whether it had left the process group of its run
 */
public record Leftover(long pid, String command, boolean outside, Fate fate) {
    private static final int MOST_WORDS = 10;

    /** The fate of a process that did not end with its run. */
    public enum Fate {
        ENDED,
        /** It was ended by SIGKILL. */
        KILLED,
        /** It lives on unsupervised, by the policy of its task. */
        RELEASED,
        /** It lives on because the kernel does not permit Meproc to signal it (EPERM). */
        REFUSED,
        /** It may belong to this run or to another one, so it was not signalled. */
        SUSPECTED
    }

    public Leftover(long pid, String command, boolean outside, boolean killed) {
        this(pid, command, outside, killed ? Fate.KILLED : Fate.ENDED);
    }

    public boolean killed() {
        return fate == Fate.KILLED;
    }

    /** Whether the kernel does not permit Meproc to signal it (EPERM). */
    public boolean refused() {
        return fate == Fate.REFUSED;
    }

    public boolean suspected() {
        return fate == Fate.SUSPECTED;
    }

    public boolean released() {
        return fate == Fate.RELEASED;
    }

    /** A description: {@code 4711 (sleep 1000)}. */
    public String words() {
        return pid + " (" + command + ")";
    }

    /** Describes the process and its fate: {@code 4711 (sleep 1000) had left the process group and was killed}. */
    public String remark() {
        if (fate == Fate.SUSPECTED) {
            return words() + " may belong to it and was left alone, as nothing proves that";
        }
        String how = switch (fate) {
            case ENDED -> "ended";
            case KILLED -> "killed";
            case RELEASED, REFUSED, SUSPECTED -> "left alive";
        };
        return words() + (outside ? " had left the process group and was " : " was ") + how;
    }

    /** Whether the list has processes, and none of them can be signalled. */
    public static boolean allRefused(List<Leftover> these) {
        return !these.isEmpty() && these.stream().allMatch(Leftover::refused);
    }

    /** A description of the first {@value #MOST_WORDS} processes, and the number of the others. */
    public static String words(List<Leftover> these) {
        return these.stream().limit(MOST_WORDS).map(Leftover::words).collect(Collectors.joining(", "))
                + (these.size() > MOST_WORDS ? " and " + (these.size() - MOST_WORDS) + " more" : "");
    }

    /** The predicate of a sentence about a run of which these processes are left. */
    public static String stuck(List<Leftover> these) {
        String all = words(these);
        if (allRefused(these)) {
            return "can't be ended, since Meproc may not signal these processes of another user (EPERM): " + all;
        }
        return "has survived SIGKILL so far: " + (these.isEmpty() ? "what is left of it can't be seen" : all);
    }
}
