package io.meproc.process.account;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The identity with which a run executes.
 *
 * @param change the change of account; null for the supervisor's own
 * @param variables the environment variables that describe the account
 */
public record Identity(@Nullable Change change, Map<String, String> variables) {
    /** The supervisor's own. */
    public static final Identity OWN = new Identity(null, Map.of());

    /** Whether it is another user than the supervisor's. */
    public boolean isOtherUser() {
        return change != null && change.ofUser();
    }

    /**
     * Another account. Ids are unsigned numbers of 32 bits.
     *
     * @param uid the user; {@link #SAME} for the supervisor's own
     * @param gid the primary group
     * @param groups the supplementary groups
     */
    public record Change(long uid, long gid, List<Integer> groups) {
        static final long SAME = -1;

        /** Whether the user changes, not the group alone. */
        public boolean ofUser() {
            return uid != SAME;
        }
    }
}
