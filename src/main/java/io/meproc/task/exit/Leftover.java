package io.meproc.task.exit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A process of a run that did not end with it.
 *
 * @param command what it executes, cut short; its name in brackets when that is all that can be known
 * @param outside whether it had left the process group of its run
 * @param fate what became of it
 */
public record Leftover(long pid, String command, boolean outside, Fate fate) {
    private static final int MOST_WORDS = 10;

    /** What became of a process that did not end with its run. */
    public enum Fate {
        ENDED,
        /** It took SIGKILL. */
        KILLED,
        /** Its task wants it to go on, unwatched. */
        RELEASED,
        /** It lives on, since the kernel lets Meproc send it no signal (EPERM). */
        REFUSED,
        /** It may belong to the run, or to another one, so that it was not touched. */
        SUSPECTED
    }

    public Leftover(long pid, String command, boolean outside, boolean killed) {
        this(pid, command, outside, killed ? Fate.KILLED : Fate.ENDED);
    }

    public boolean killed() {
        return fate == Fate.KILLED;
    }

    /** Whether the kernel lets Meproc send it no signal (EPERM). */
    public boolean refused() {
        return fate == Fate.REFUSED;
    }

    public boolean suspected() {
        return fate == Fate.SUSPECTED;
    }

    public boolean released() {
        return fate == Fate.RELEASED;
    }

    /** In words: {@code 4711 (sleep 1000)}. */
    public String words() {
        return pid + " (" + command + ")";
    }

    /** What became of it: {@code 4711 (sleep 1000) had left the process group and was killed}. */
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

    /** Whether these are some, none of which can be signalled. */
    public static boolean allRefused(List<Leftover> these) {
        return !these.isEmpty() && these.stream().allMatch(Leftover::refused);
    }

    /** The first of these, and how many more there are. */
    public static String words(List<Leftover> these) {
        return these.stream().limit(MOST_WORDS).map(Leftover::words).collect(Collectors.joining(", "))
                + (these.size() > MOST_WORDS ? " and " + (these.size() - MOST_WORDS) + " more" : "");
    }

    /** What is to be said of a run that these are left of, after its subject. */
    public static String stuck(List<Leftover> these) {
        String all = words(these);
        if (allRefused(these)) {
            return "can't be ended, since Meproc may not signal these processes of another user (EPERM): " + all;
        }
        return "has survived SIGKILL so far: " + (these.isEmpty() ? "what is left of it can't be seen" : all);
    }
}
