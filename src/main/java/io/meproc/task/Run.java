package io.meproc.task;

import org.jspecify.annotations.Nullable;

/**
 * One life of a replica, from the order to spawn it until nothing of it is left.
 *
 * @param incarnation counts the spawns of the whole service; no two runs share one, so that a message about
 *     an earlier life of a replica is recognised as stale
 */
public record Run(ReplicaId replica, long incarnation) {

    /** By hand, as below: what a record has by itself takes the JVM some 10 ms at its first use, in somebody's first call. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Run run && incarnation == run.incarnation && replica.equals(run.replica);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(incarnation);
    }
}
