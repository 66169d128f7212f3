package io.meproc.logs;

import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The offsets in the logs of replicas at which their latest runs began. */
final class RunOffsets {
    /** Runs of a replica; earlier ones are forgotten. */
    static final int MOST = 20;

    private static final int USUAL = 2;

    /** The runs of a replica, oldest first: pairs of incarnation number and offset. */
    private static final class Offsets {
        private long[] pairs = new long[2 * USUAL];
        private int size;

        void add(long incarnation, long offset) {
            if (size == 2 * MOST) {
                System.arraycopy(pairs, 2, pairs, 0, size - 2);
                size -= 2;
            } else if (size == pairs.length) {
                pairs = Arrays.copyOf(pairs, Math.min(2 * MOST, 2 * size));
            }
            pairs[size++] = incarnation;
            pairs[size++] = offset;
        }

        /** The range of a run; without an end for the latest one. Null for an unknown run. */
        @Nullable
        Begun find(long incarnation) {
            for (int i = 0; i < size; i += 2) {
                if (pairs[i] == incarnation) {
                    return new Begun(pairs[i + 1], i + 2 < size ? pairs[i + 3] : null);
                }
            }
            return null;
        }
    }

    /**
     * The beginning of a run.
     *
     * @param next the offset at which the next run began; null without one
     */
    record Begun(long offset, @Nullable Long next) {}

    private final Map<String, Map<Integer, Offsets>> tasks = new HashMap<>();

    /** Adds the latest run of its replica. */
    synchronized void add(Run run, long offset) {
        ReplicaId replica = run.replica();
        tasks.computeIfAbsent(replica.task(), task -> new HashMap<>())
                .computeIfAbsent(replica.index(), index -> new Offsets())
                .add(run.incarnation(), offset);
    }

    /** The beginning of a run; null if it is not one of the latest of its replica. */
    synchronized @Nullable Begun find(ReplicaId replica, long incarnation) {
        Offsets offsets = tasks.getOrDefault(replica.task(), Map.of()).get(replica.index());
        return offsets == null ? null : offsets.find(incarnation);
    }

    /** Forgets the runs of a task. */
    synchronized void remove(String task) {
        tasks.remove(task);
    }
}
