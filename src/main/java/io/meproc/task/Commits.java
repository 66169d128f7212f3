package io.meproc.task;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The changes of task records that are not known to be kept, and the answers that wait for that; an immutable value. Changes
 * are numbered from 1 and kept in order.
 *
 * @param last the number of the latest change
 * @param kept the number up to which all changes are kept
 * @param waiting the answers that wait, by the change that they wait for, oldest first
 */
record Commits(long last, long kept, PVector<Waiting> waiting) {
    static final Commits NONE = new Commits(0, 0, TreePVector.empty());

    /** An answer that must not be sent before a change is kept. */
    record Waiting(long after, long ticket, Answer answer) {
        /** The answer once that is decided: a change that could not be kept is not acknowledged. */
        Answer decided(@Nullable Refusal refusal) {
            return refusal == null || answer.refusal().isPresent() ? answer : Answer.refused(refusal);
        }
    }

    /** Whether a change is not known to be kept. */
    boolean open() {
        return kept < last;
    }

    Commits next() {
        return new Commits(last + 1, kept, waiting);
    }

    /** Adds an answer that waits for every change so far. */
    Commits with(long ticket, Answer answer) {
        return new Commits(last, kept, waiting.plus(new Waiting(last, ticket, answer)));
    }

    /** The answers that wait for no change after this one; none if this one was decided before, or never made. */
    List<Waiting> until(long commit) {
        return commit <= kept || commit > last ? List.of() : before(commit);
    }

    private List<Waiting> before(long commit) {
        return waiting.stream().takeWhile(each -> each.after() <= commit).toList();
    }

    /** The same with the changes up to this one decided. */
    Commits decided(long commit) {
        return commit <= kept || commit > last
                ? this
                : new Commits(last, commit, waiting.subList(before(commit).size(), waiting.size()));
    }
}
