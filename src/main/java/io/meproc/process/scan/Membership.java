package io.meproc.process.scan;

import io.meproc.task.Run;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Proves that a process belongs to a run, regardless of its environment, parent, session and output. */
public interface Membership extends AutoCloseable {
    /** A membership without any proof. */
    Membership NONE = new Membership() {
        @Override
        public Map<Integer, Run> members(Set<Run> runs) {
            return Map.of();
        }

        @Override
        public @Nullable Run of(int pid) {
            return null;
        }
    };

    /** The processes of these runs by pid, and those of ended runs that may have left some. */
    Map<Integer, Run> members(Set<Run> runs);

    /** The run of a process; null if there is no proof. */
    @Nullable
    Run of(int pid);

    /**
     * Records that a run has begun.
     *
     * @param mayStay whether its processes may outlive it; they belong to no run then
     */
    default void begins(Run run, int leader, boolean mayStay) {}

    /** Records that a run is over. */
    default void ends(Run run) {}

    @Override
    default void close() {}

    /** Proves what at least one of two memberships proves. */
    static Membership either(Membership one, Membership other) {
        return new Membership() {
            @Override
            public Map<Integer, Run> members(Set<Run> runs) {
                Map<Integer, Run> members = new HashMap<>(one.members(runs));
                other.members(runs).forEach(members::putIfAbsent);
                return members;
            }

            @Override
            public @Nullable Run of(int pid) {
                Run run = one.of(pid);
                return run == null ? other.of(pid) : run;
            }

            @Override
            public void begins(Run run, int leader, boolean mayStay) {
                one.begins(run, leader, mayStay);
                other.begins(run, leader, mayStay);
            }

            @Override
            public void ends(Run run) {
                one.ends(run);
                other.ends(run);
            }

            @Override
            public void close() {
                one.close();
                other.close();
            }
        };
    }
}
