package io.meproc.process;

import io.meproc.task.Run;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Proves that a process belongs to a run, whatever it has done to its environment, parent, session and output. */
interface Membership {
    /** No process has such a proof. */
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

    /** The processes of these runs, by pid, and those of runs that are over and may have left some behind. */
    Map<Integer, Run> members(Set<Run> runs);

    /** The run of a process; null if there is no proof. */
    @Nullable
    Run of(int pid);
}
