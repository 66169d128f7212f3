package io.meproc.logs;

import io.meproc.task.ReplicaId;
import java.util.List;

/**
 * A request of a reader to {@link LogVerticle}. Every offset is a logical one: it counts the bytes that the replica has
 * written since its first run, whatever files hold them.
 */
public sealed interface LogRequest {

    /**
     * Where the log of a replica begins and ends; replied to with a {@link LogExtent}.
     *
     * @param pid the leader of its live run, whose log may have been moved; 0 without one
     */
    record Locate(ReplicaId replica, long pid) implements LogRequest {}

    /** Where the logs of the first replicas of a task begin and end; replied to with a list of {@link LogExtent}. */
    record LocateAll(String task, int replicas) implements LogRequest {}

    /** The bytes of these ranges; replied to with one buffer, or a failure if a log has become shorter. */
    record Read(List<LogRange> ranges) implements LogRequest {}

    /**
     * The lines that contain a text, read from an offset on; replied to with {@link OutputSearch.Found}.
     *
     * @param limit the most lines in the reply
     */
    record Search(ReplicaId replica, String text, boolean caseSensitive, int limit, long from) implements LogRequest {}
}
