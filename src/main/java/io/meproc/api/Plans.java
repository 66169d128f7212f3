package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.Content;
import io.meproc.json.InvalidInput;
import io.meproc.json.TaskJson;
import io.meproc.task.Answer;
import io.meproc.task.Plan;
import io.meproc.task.PlannedTask;
import io.meproc.task.Refusal;
import io.meproc.task.Request;
import io.meproc.task.SentRequest;
import io.meproc.task.Target;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers calls with what they would change, and changes nothing. */
final class Plans {
    private final SupervisorClient supervisor;
    private final BodyParser parser;
    private final ChangeRequests requests;
    private final Clock clock;

    Plans(SupervisorClient supervisor, BodyParser parser, ChangeRequests requests, Clock clock) {
        this.supervisor = supervisor;
        this.parser = parser;
        this.requests = requests;
        this.clock = clock;
    }

    /** The plan of a call about one task. A definition is checked against the machine as if it was put. */
    Future<Reply> one(Call call) throws InvalidInput, Refused {
        return request(call).compose(request -> {
            Future<Answer> checked = request instanceof Request.Put put
                    ? supervisor.send(new Request.Try(put), call.by())
                    : Future.succeededFuture(Answer.DONE);
            return checked.compose(tried -> tried.refusal().isPresent()
                    ? Future.succeededFuture(problem(tried.refusal().get()))
                    : plan(List.of(new SentRequest(request, call.by()))).map(plan -> reply(request, tried, plan)));
        });
    }

    private Reply reply(Request request, Answer tried, Plan plan) {
        Answer answer = plan.answers().get(0);
        if (answer.refusal().isPresent()) {
            return problem(answer.refusal().get());
        }
        String note = tried.note().isEmpty() ? answer.note() : tried.note();
        TaskTable table = supervisor.table();
        Task task = table.find(request.name()).orElse(null);
        return Reply.of(200, task == null || request instanceof Request.Remove ? null : task.revision(), json -> {
            json.writeStartObject();
            outcome(json, request, answer, note);
            if (task != null) {
                json.writeFieldName("task");
                new TaskJson(json, table).summary(task);
            }
            json.writeFieldName("plan");
            write(json, plan.tasks());
            json.writeEndObject();
        });
    }

    private static Reply problem(Refusal refusal) {
        return Reply.of(Problem.of(refusal));
    }

    /** The plan of calls that are carried out one after the other. */
    Future<Reply> many(List<Call> calls) {
        List<Future<Request>> parsed = new ArrayList<>();
        for (Call call : calls) {
            try {
                parsed.add(request(call));
            } catch (InvalidInput | Refused invalid) {
                return Future.failedFuture(invalid);
            }
        }
        return Future.all(parsed).compose(all -> {
            List<SentRequest> sent = new ArrayList<>();
            for (int i = 0; i < calls.size(); i++) {
                sent.add(new SentRequest(parsed.get(i).result(), calls.get(i).by()));
            }
            return plan(sent).map(plan -> Reply.of(200, null, results(sent, plan)));
        });
    }

    /** The plan of the changes in the body. */
    Future<Reply> of(Call call) {
        return parser.read(call.body(), body -> PlanBody.parse(body, call.by())).compose(this::many);
    }

    private Future<Request> request(Call call) throws InvalidInput, Refused {
        Map<String, String> options = new HashMap<>(call.parameters());
        options.remove("wait");
        options.remove("dryRun");
        Parameters parameters = Parameters.of(options, call.verb().parameters());
        String replica = call.replica();
        Target target = new Target(
                call.task(), replica == null ? null : Integer.valueOf(Lookup.index(replica)), call.expected());
        return requests.of(call, target, parameters, false);
    }

    private Future<Plan> plan(List<SentRequest> sent) {
        TaskTable table = supervisor.table();
        return parser.offload(() ->
                Plan.of(table, sent, clock.instant().minus(table.timeline().skew())));
    }

    private static Content results(List<SentRequest> sent, Plan plan) {
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            for (int i = 0; i < sent.size(); i++) {
                Request request = sent.get(i).request();
                Answer answer = plan.answers().get(i);
                Reply problem = answer.refusal().map(Plans::problem).orElse(null);
                json.writeStartObject();
                json.writeStringField("name", request.name());
                json.writeNumberField("status", problem == null ? 200 : problem.status());
                if (problem == null) {
                    json.writeObjectFieldStart("outcome");
                    outcome(json, request, answer, answer.note());
                    json.writeEndObject();
                } else {
                    json.writeFieldName("problem");
                    json.writeRawValue(problem.body().toString(StandardCharsets.UTF_8));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeFieldName("plan");
            write(json, plan.tasks());
            json.writeEndObject();
        };
    }

    private static void outcome(JsonGenerator json, Request request, Answer answer, String note) throws IOException {
        json.writeStringField("change", TaskChanges.word(request, answer));
        if (!note.isEmpty()) {
            json.writeStringField("note", note);
        }
    }

    private static void write(JsonGenerator json, List<PlannedTask> tasks) throws IOException {
        json.writeStartArray();
        for (PlannedTask task : tasks) {
            json.writeStartObject();
            json.writeStringField("name", task.task());
            json.writeStringField("action", task.action());
            json.writeStringField("definition", task.definition().word());
            json.writeNumberField("starts", task.starts());
            json.writeNumberField("restarts", task.restarts());
            json.writeNumberField("stops", task.stops());
            json.writeNumberField("waits", task.waits());
            strings(json, "waitsFor", task.waitsFor());
            strings(json, "after", task.after());
            strings(json, "reasons", task.reasons());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void strings(JsonGenerator json, String field, List<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
