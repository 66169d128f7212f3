package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.task.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a request was not carried out, for every interface; written in the form of RFC 9457.
 *
 * @param detail what happened, for people
 * @param faults the invalid fields
 * @param message the {@code msg} of {@code /proc}; null for that of its kind
 */
public record Problem(
        Kind kind,
        String detail,
        List<Fault> faults,
        @Nullable String message) implements Content {
    private static final Pattern FIELD_FIRST = Pattern.compile("([a-z_.]+):? (.*)", Pattern.DOTALL);

    /** An invalid field: the fault and the allowed values; null if the message contains them. */
    public record Fault(
            String field, String message, @Nullable String allowed) {}

    /** The kinds of problem, which docs/api.md lists. */
    public enum Kind {
        INVALID_JSON("invalid-json", 400, "The body is invalid"),
        INVALID_FIELD("invalid-field", 400, "A field is invalid"),
        INVALID_QUERY("invalid-query", 400, "The query is invalid"),
        INVALID_REQUEST("invalid-request", 400, "The request is invalid"),
        HOST_NOT_ALLOWED("host-not-allowed", 403, "Host or origin not allowed"),
        NOT_FOUND("not-found", 404, "The path is unknown"),
        UNKNOWN_TASK("unknown-task", 404, "No such task"),
        UNKNOWN_REPLICA("unknown-replica", 404, "No such replica"),
        UNKNOWN_RUN("unknown-run", 404, "No such run"),
        UNKNOWN_PROCESS("unknown-process", 404, "No such process"),
        UNKNOWN_TARGET("unknown-target", 404, "No such target"),
        METHOD_NOT_ALLOWED("method-not-allowed", 405, "Method not allowed"),
        TIMEOUT("timeout", 408, "The request did not arrive in time"),
        EXISTS("exists", 409, "The task is being removed"),
        LIMIT_REACHED("limit-reached", 409, "A limit of this Meproc is reached"),
        REMOVED("removed", 409, "The task was removed meanwhile"),
        NOT_RUNNING("not-running", 409, "No replica of the task is live"),
        NOT_SCHEDULED("not-scheduled", 409, "The task has no schedule"),
        OVERLAPS("overlaps", 409, "An earlier run is not over"),
        ROLL_ENDED("roll-ended", 409, "The update ended early"),
        UPGRADE_FAILED("upgrade-failed", 409, "The new version can't start"),
        CHANGED_MEANWHILE("changed-meanwhile", 412, "The task is not as expected"),
        TOO_LARGE("too-large", 413, "The body is too large"),
        START_FAILED("start-failed", 422, "No replica of the task could be started"),
        TOO_LONG("too-long", 414, "The request line is too long"),
        HEADERS_TOO_LARGE("headers-too-large", 431, "The headers are too large"),
        BROKEN("broken", 500, "Internal error"),
        SHUTTING_DOWN("shutting-down", 503, "Meproc is shutting down"),
        UNAVAILABLE("unavailable", 503, "A service of this machine does not answer"),
        STORE_FAILED("store-failed", 503, "Changes can't be kept"),
        TOO_MANY("too-many", 503, "Too many at once"),
        STILL_RUNNING("still-running", 504, "A process could not be ended"),
        NOT_DONE_YET("not-done-yet", 504, "Not done yet");

        private final String word;
        private final int status;
        private final String title;

        Kind(String word, int status, String title) {
            this.word = word;
            this.status = status;
            this.title = title;
        }

        /** The last part of the problem's {@code type}. */
        public String word() {
            return word;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** The {@code title} of the problem. */
        public String title() {
            return title;
        }
    }

    public Problem(Kind kind, String detail, List<Fault> faults) {
        this(kind, detail, faults, null);
    }

    public static Problem of(Kind kind, String detail) {
        return new Problem(kind, detail, List.of());
    }

    /** The same problem with another {@code msg} for {@code /proc}. */
    public Problem withMessage(String other) {
        return new Problem(kind, detail, faults, other);
    }

    /** The problem that answers a failure. */
    public static Problem of(Throwable failure) {
        if (failure instanceof InvalidInput invalid) {
            return of(invalid);
        }
        return failure instanceof Refused refused ? refused.problem() : of(SupervisorClient.refusal(failure));
    }

    private static Problem of(InvalidInput invalid) {
        Kind kind = switch (invalid.place()) {
            case BODY -> Kind.INVALID_JSON;
            case FIELD -> Kind.INVALID_FIELD;
            case QUERY -> Kind.INVALID_QUERY;
            case HEADER -> Kind.INVALID_REQUEST;
        };
        List<Fault> faults = invalid.all()
                .filter(each -> !each.field().isEmpty())
                .map(each -> new Fault(each.field(), each.words(), each.allowed()))
                .toList();
        return new Problem(kind, String.valueOf(invalid.getMessage()), faults, invalid.original());
    }

    /**
     * The problem for a refusal of the supervisor, whose detail begins with the name of the field if a field is
     * invalid.
     */
    public static Problem of(Refusal refusal) {
        Kind kind = switch (refusal.reason()) {
            case INVALID_FIELD -> Kind.INVALID_FIELD;
            case EXISTS -> Kind.EXISTS;
            case UNKNOWN_TASK -> Kind.UNKNOWN_TASK;
            case START_FAILED -> Kind.START_FAILED;
            case STILL_ALIVE -> Kind.STILL_RUNNING;
            case REMOVED -> Kind.REMOVED;
            case CONFLICT -> Kind.CHANGED_MEANWHILE;
            case UNKNOWN_REPLICA -> Kind.UNKNOWN_REPLICA;
            case NOT_RUNNING -> Kind.NOT_RUNNING;
            case NOT_SCHEDULED -> Kind.NOT_SCHEDULED;
            case OVERLAPS -> Kind.OVERLAPS;
            case ROLL_ENDED -> Kind.ROLL_ENDED;
            case LIMIT_REACHED -> Kind.LIMIT_REACHED;
            case SHUTTING_DOWN -> Kind.SHUTTING_DOWN;
            case UNAVAILABLE -> Kind.UNAVAILABLE;
            case STORE_FAILED -> Kind.STORE_FAILED;
            case UPGRADE_FAILED -> Kind.UPGRADE_FAILED;
            case UNKNOWN_PROCESS -> Kind.UNKNOWN_PROCESS;
            case NOT_DONE_YET -> Kind.NOT_DONE_YET;
            case BROKEN -> Kind.BROKEN;
        };
        return kind == Kind.INVALID_FIELD ? ofField(refusal.detail()) : of(kind, refusal.detail());
    }

    private static Problem ofField(String detail) {
        Matcher parts = FIELD_FIRST.matcher(detail);
        return parts.matches()
                ? new Problem(Kind.INVALID_FIELD, detail, List.of(new Fault(parts.group(1), parts.group(2), null)))
                : of(Kind.INVALID_FIELD, detail);
    }

    @Override
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "/docs#problem-" + kind.word);
        json.writeStringField("title", kind.title);
        json.writeNumberField("status", kind.status);
        json.writeStringField("detail", detail);
        if (!faults.isEmpty()) {
            json.writeArrayFieldStart("errors");
            for (Fault fault : faults) {
                json.writeStartObject();
                json.writeStringField("field", fault.field());
                json.writeStringField("message", fault.message());
                if (fault.allowed() != null) {
                    json.writeStringField("allowed", fault.allowed());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
