package io.meproc.task;

import java.time.Instant;

/**
 * What the process side saw happen to a run. For one run the order is Spawned, then at most one
 * LeaderExited, then Exited; or SpawnFailed alone.
 */
public sealed interface Report {

    Run run();

    Instant at();

    /** What it makes of the replica's state. */
    ReplicaState applyTo(ReplicaState state, ReplicaTurn turn);

    /** The process lives. */
    record Spawned(Run run, Instant at, long pid) implements Report {
        @Override
        public ReplicaState applyTo(ReplicaState state, ReplicaTurn turn) {
            return state.spawned(turn, pid);
        }
    }

    /** No process came to be; {@code reason} is for the operator's eyes. */
    record SpawnFailed(Run run, Instant at, String reason) implements Report {
        @Override
        public ReplicaState applyTo(ReplicaState state, ReplicaTurn turn) {
            return state.spawnFailed(turn, reason);
        }
    }

    /** The first process of the run has ended, others of its group have not. */
    record LeaderExited(Run run, Instant at, ExitStatus status) implements Report {
        @Override
        public ReplicaState applyTo(ReplicaState state, ReplicaTurn turn) {
            return state.leaderExited(turn, status);
        }
    }

    /** Nothing of the run is left; {@code status} is the leader's. */
    record Exited(Run run, Instant at, ExitStatus status) implements Report {
        @Override
        public ReplicaState applyTo(ReplicaState state, ReplicaTurn turn) {
            return state.exited(turn, status);
        }
    }
}
