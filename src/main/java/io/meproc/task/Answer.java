package io.meproc.task;

import java.util.Optional;

/**
 * The answer to a request.
 *
 * @param refusal why the request was not carried out; empty if it was
 * @param note what the operator should know although the request was carried out; may be empty
 * @param change the change to the definition or the desired state; empty for requests that change neither
 */
public record Answer(Optional<Refusal> refusal, String note, Optional<Change> change) {
    public static final Answer DONE = done("");

    /** A change to a task, and the revision of the task after it. */
    public record Change(Kind kind, long revision) {
        public enum Kind {
            CREATED,
            CHANGED,
            /** At least one replica of a listed task is started that was stopped or had ended. */
            STARTED,
            /** At least one replica of a listed task is stopped, and stays stopped. */
            STOPPED,
            /** The run that was requested waits until earlier runs are over. */
            QUEUED,
            PAUSED,
            RESUMED,
            /** The task already was as requested. */
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
