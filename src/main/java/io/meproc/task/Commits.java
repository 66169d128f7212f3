package io.meproc.task;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The changes of task records that are not committed yet, and the answers that wait for them; an immutable value.
 * Changes are numbered from 1 and committed in order.
 *
 * @param last the number of the latest change
 * @param kept the number up to which all changes are committed or failed
 * @param waiting the answers that wait, by the change that they wait for, oldest first
 */
record Commits(long last, long kept, PVector<Waiting> waiting) {
    static final Commits NONE = new Commits(0, 0, TreePVector.empty());

    /** An answer that must not be sent before a change is committed. */
    record Waiting(long after, long ticket, Answer answer) {
        /** The answer after the commit: a change that failed to commit is not acknowledged. */
        Answer decided(@Nullable Refusal refusal) {
            return refusal == null || answer.refusal().isPresent() ? answer : Answer.refused(refusal);
        }
    }

    /** Whether a change is not committed yet. */
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

    /**
     * The answers that wait only for changes up to this one; none if this one was committed before or does not exist.
     */
    List<Waiting> until(long commit) {
        return commit <= kept || commit > last ? List.of() : before(commit);
    }

    private List<Waiting> before(long commit) {
        return waiting.stream().takeWhile(each -> each.after() <= commit).toList();
    }

    /** The same value with the changes up to this one committed or failed. */
    Commits decided(long commit) {
        return commit <= kept || commit > last
                ? this
                : new Commits(last, commit, waiting.subList(before(commit).size(), waiting.size()));
    }
}
