package io.meproc.task;

/**
 * The needs of a running task whose loss has consequences; bit i stands for the i-th need of the definition.
 *
 * @param met those that have been met during the run
 * @param lost those that were lost, so that the task is restarted when they are met again
 */
public record NeedStates(long met, long lost) {
    public static final NeedStates NONE = new NeedStates(0, 0);

    boolean met(int need) {
        return (met & 1L << need) != 0;
    }

    boolean lost(int need) {
        return (lost & 1L << need) != 0;
    }

    /** The states after a need was found to be met. */
    NeedStates withMet(int need) {
        return new NeedStates(met | 1L << need, lost & ~(1L << need));
    }

    /** The states after a need was lost. */
    NeedStates withLost(int need) {
        return new NeedStates(met & ~(1L << need), lost | 1L << need);
    }
}
