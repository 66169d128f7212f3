package io.meproc.process;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity with which a run executes.
 *
 * @param change the change of account; null for the supervisor's own
 * @param variables the environment variables that describe the account
 */
record Identity(@Nullable Change change, Map<String, String> variables) {
    /** The supervisor's own. */
    static final Identity OWN = new Identity(null, Map.of());

    /** Whether it is another user than the supervisor's. */
    boolean isOtherUser() {
        return change != null && change.ofUser();
    }

    /**
     * Another account. Ids are unsigned numbers of 32 bits.
     *
     * @param uid the user; {@link #SAME} for the supervisor's own
     * @param gid the primary group
     * @param groups the supplementary groups
     */
    record Change(long uid, long gid, List<Integer> groups) {
        static final long SAME = -1;

        /** Whether the user changes, not the group alone. */
        boolean ofUser() {
            return uid != SAME;
        }
    }
}
