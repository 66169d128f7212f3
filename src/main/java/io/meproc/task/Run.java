package io.meproc.task;

import org.jspecify.annotations.Nullable;

/**
 * One life of a replica, from the order to spawn it until its last process has ended.
 *
 * @param incarnation a number that no other run has, so that a message about an earlier run of the replica is
 * recognised as stale
 */
public record Run(ReplicaId replica, long incarnation) {

    /**
     * Written by hand: the generated methods of a record cost the JVM some 10 ms at their first use, which would
     * delay the first request.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Run run && incarnation == run.incarnation && replica.equals(run.replica);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(incarnation);
    }
}
