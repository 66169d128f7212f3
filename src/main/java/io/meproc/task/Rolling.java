package io.meproc.task;

import io.meproc.task.exit.Requester;

/**
 * The progress of a rolling restart.
 *
 * @param at the index of the last restarted replica; -1 before the first
 * @param end the index after the last replica to restart
 * @param up the number of running replicas at the beginning
 * @param newest the newest incarnation at the beginning; later runs are not restarted
 * @param by the sender of the request
 */
record Rolling(int at, int end, int up, long newest, Requester by) {
    Rolling at(int index) {
        return new Rolling(index, end, up, newest, by);
    }
}
