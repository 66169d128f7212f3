package io.meproc.task.exit;

/**
 * A process of a run that did not end with it.
 *
 * @param command what it executes, cut short; its name in brackets when that is all that can be known
 * @param outside whether it had left the process group of its run
 * @param killed whether it took SIGKILL
 */
public record Leftover(long pid, String command, boolean outside, boolean killed) {

    /** In words: {@code 4711 (sleep 1000)}. */
    public String words() {
        return pid + " (" + command + ")";
    }

    /** What became of it: {@code 4711 (sleep 1000) had left the process group and was killed}. */
    public String remark() {
        return words() + (outside ? " had left the process group and was " : " was ") + (killed ? "killed" : "ended");
    }
}
