package io.meproc.process;

/**
 * Dead children that the supervisor did not start and that stand in the way: waitid(2) shows the first dead
 * child only. Most belong to other code of this JVM, which will collect them in a moment. But the supervisor
 * also adopts what left the group of its run, and nobody else will ever collect that.
 */
final class Strangers {
    /** So often, with pauses of 50 ms for the most part, the owner had its chance. */
    private static final int PATIENCE = 200;

    private int pid;
    private int meetings;

    /** How often this one was met in a row, this time included. */
    int meet(int stranger) {
        meetings = stranger == pid ? meetings + 1 : 1;
        pid = stranger;
        return meetings;
    }

    /** Whether the one last met has no owner. */
    boolean abandoned() {
        return meetings > PATIENCE;
    }
}
