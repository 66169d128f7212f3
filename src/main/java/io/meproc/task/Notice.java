package io.meproc.task;

import java.util.Map;

/**
 * A message of a run by sd_notify(3); the process side has proven that its sender belongs to the run.
 *
 * @param byLeader whether the leader of the run has sent it
 * @param fields its assignments, such as {@code READY} and {@code 1}
 */
public record Notice(Run run, boolean byLeader, Map<String, String> fields) {}
