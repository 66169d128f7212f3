package io.meproc.task;

import java.util.Optional;

/**
 * What became of a request.
 *
 * @param refusal why it was not carried out; empty when it was
 * @param note what the operator should know even so; empty when there is nothing
 * @param change what it has made of the task's definition or desired state; empty for requests that are not about these
 */
public record Answer(Optional<Refusal> refusal, String note, Optional<Change> change) {
    public static final Answer DONE = done("");

    /** What a request has made of a task, and the revision that this has. */
    public record Change(Kind kind, long revision) {
        /** The kinds of it. */
        public enum Kind {
            CREATED,
            CHANGED,
            /** Something of a listed task is started that did not run, or is to run again. */
            STARTED,
            /** Something of a listed task is stopped, and stays so. */
            STOPPED,
            /** All was as wanted already. */
            UNCHANGED
        }
    }

    public static Answer done(String note) {
        return new Answer(Optional.empty(), note, Optional.empty());
    }

    public static Answer refused(Refusal.Reason reason, String detail) {
        return refused(new Refusal(reason, detail));
    }

    public static Answer refused(Refusal refusal) {
        return new Answer(Optional.of(refusal), "", Optional.empty());
    }

    Answer with(Optional<Change> made) {
        return new Answer(refusal, note, made);
    }
}
