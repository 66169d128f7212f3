package io.meproc.task;

/**
 * How far a rolling restart has come.
 *
 * @param at the replica that was restarted last; -1 before the first
 * @param end the first replica that it does not reach any more
 * @param up how many replicas ran when it began
 * @param newest the incarnation that was the newest then; runs that came later are not restarted
 */
record Rolling(int at, int end, int up, long newest) {
    Rolling at(int index) {
        return new Rolling(index, end, up, newest);
    }
}
