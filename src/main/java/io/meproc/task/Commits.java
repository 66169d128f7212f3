package io.meproc.task;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The changes that are not committed yet, and the answers and orders that wait for them; an immutable value. Changes are
 * numbered from 1 and committed in order.
 *
 * @param last the number of the latest change
 * @param kept the number up to which all changes are committed or failed
 * @param waiting the answers that wait, by the change that they wait for, oldest first
 * @param held the orders that wait, like the answers
 * @param obstacle why changes can't be kept at present; null if they can
 */
record Commits(
        long last,
        long kept,
        PVector<Waiting> waiting,
        PVector<Held> held,
        @Nullable Refusal obstacle) {
    static final Commits NONE = new Commits(0, 0, TreePVector.empty(), TreePVector.empty(), null);

    /** An order about a run that must not be sent before a change is committed. */
    record Held(long after, Run run, Order order) {}

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

    /** Whether more waits than before. */
    boolean waits(Commits before) {
        return waiting.size() > before.waiting.size() || held.size() > before.held.size();
    }

    Commits next() {
        return new Commits(last + 1, kept, waiting, held, obstacle);
    }

    /** Adds an answer that waits for every change so far. */
    Commits with(long ticket, Answer answer) {
        return new Commits(last, kept, waiting.plus(new Waiting(last, ticket, answer)), held, obstacle);
    }

    /** Adds an order that waits for every change so far. */
    Commits with(Run run, Order order) {
        return new Commits(last, kept, waiting, held.plus(new Held(last, run, order)), obstacle);
    }

    /** Adds an order that is sent directly after the one about the same run that waits. */
    Commits following(Run run, Order order) {
        int at = held.size();
        while (!held.get(at - 1).run().equals(run)) {
            at--;
        }
        Held next = new Held(held.get(at - 1).after(), run, order);
        return new Commits(last, kept, waiting, held.plus(at, next), obstacle);
    }

    /** Changes can't be kept for this reason, or can be again for null. */
    Commits with(@Nullable Refusal reason) {
        return new Commits(last, kept, waiting, held, reason);
    }

    /** Whether an order about this run waits. */
    boolean holds(Run run) {
        return held.stream().anyMatch(each -> each.run().equals(run));
    }

    /**
     * The answers that wait only for changes up to this one; none if this one was committed before or does not exist.
     */
    List<Waiting> until(long commit) {
        return isOpen(commit) ? before(commit) : List.of();
    }

    /** The orders that wait only for changes up to this one, as for the answers. */
    List<Held> heldUntil(long commit) {
        return isOpen(commit) ? heldBefore(commit) : List.of();
    }

    private boolean isOpen(long commit) {
        return commit > kept && commit <= last;
    }

    private List<Waiting> before(long commit) {
        return waiting.stream().takeWhile(each -> each.after() <= commit).toList();
    }

    private List<Held> heldBefore(long commit) {
        return held.stream().takeWhile(each -> each.after() <= commit).toList();
    }

    /** The same value with the changes up to this one committed or failed. */
    Commits decided(long commit) {
        return isOpen(commit)
                ? new Commits(
                        last,
                        commit,
                        waiting.subList(before(commit).size(), waiting.size()),
                        held.subList(heldBefore(commit).size(), held.size()),
                        obstacle)
                : this;
    }
}
