package io.meproc.task;

import java.util.Optional;

/**
 * What became of a request.
 *
 * @param refusal why it was not carried out; empty when it was
 * @param note what the operator should know even so; empty when there is nothing
 */
public record Answer(Optional<Refusal> refusal, String note) {
    public static final Answer DONE = new Answer(Optional.empty(), "");

    public static Answer done(String note) {
        return new Answer(Optional.empty(), note);
    }

    public static Answer refused(Refusal.Reason reason, String detail) {
        return new Answer(Optional.of(new Refusal(reason, detail)), "");
    }
}
