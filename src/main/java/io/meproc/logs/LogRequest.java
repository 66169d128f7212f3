package io.meproc.logs;

import io.meproc.task.ReplicaId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of a reader to {@link LogVerticle}. Every offset is logical: it counts the bytes that the replica has
 * written since its first run, independent of the files that hold them.
 */
public sealed interface LogRequest {

    /**
     * Requests the extent of the output of a replica, or of one of its runs; replied to with a {@link LogExtent}.
     *
     * @param run the incarnation number of the run; null for all of them
     * @param pid the leader of its live run, whose log may have been moved; 0 without one
     */
    record Locate(ReplicaId replica, @Nullable Long run, long pid) implements LogRequest {}

    /**
     * Requests the extents of the logs of the first replicas of a task; replied to with a list of {@link LogExtent}.
     */
    record LocateAll(String task, int replicas) implements LogRequest {}

    /** Requests the bytes of these ranges; replied to with one buffer, or a failure if a log has become shorter. */
    record Read(List<LogRange> ranges) implements LogRequest {}

    /**
     * Requests the lines that contain a text, from an offset on; replied to with {@link OutputSearch.Found}.
     *
     * @param run the incarnation number of the run that wrote the lines; null for all of them
     * @param limit the most lines in the reply
     */
    record Search(ReplicaId replica, @Nullable Long run, String text, boolean caseSensitive, int limit, long from)
            implements LogRequest {}
}
