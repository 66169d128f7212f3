package io.meproc.http;

import io.meproc.task.Answer;
import io.meproc.task.Refusal;
import io.meproc.task.Request;

/** What became of a request in the words of the original. */
final class ProcAnswers {
    private ProcAnswers() {}

    static Envelope of(Request request, Answer answer) {
        return answer.refusal()
                .map(ProcAnswers::of)
                .orElseGet(
                        () -> (request.patient() ? Envelope.OK : Envelope.of(202, "Accepted")).detail(answer.note()));
    }

    static Envelope of(Refusal refusal) {
        Envelope envelope = switch (refusal.reason()) {
            case INVALID_FIELD -> Envelope.of(400, "Invalid JSON field");
            case EXISTS -> Envelope.of(403, "Program exists, please stop it at first");
            case UNKNOWN_TASK -> Envelope.unknownTask();
            case START_FAILED -> Envelope.of(400, "Start failed");
            case STILL_ALIVE -> Envelope.of(504, "Still running");
            case REMOVED -> Envelope.of(409, "Removed meanwhile");
            case CONFLICT -> Envelope.of(409, "Changed meanwhile");
            case UNKNOWN_REPLICA -> Envelope.of(404, "No such replica");
            case NOT_RUNNING -> Envelope.of(409, "Not running");
            case ROLL_ENDED -> Envelope.of(409, "Rolling restart ended");
            case LIMIT_REACHED -> Envelope.of(409, "Limit reached");
            case SHUTTING_DOWN -> Envelope.of(503, "Shutting down");
            case UNAVAILABLE -> Envelope.of(503, "Unavailable");
            case NOT_DONE_YET -> Envelope.of(504, "Not done yet");
            case BROKEN -> Envelope.of(500, "Internal error");
        };
        return envelope.detail(refusal.detail());
    }
}
