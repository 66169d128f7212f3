package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.api.Problem.Kind;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.meproc.task.LeftoverDecision;
import io.meproc.task.Leftovers;
import io.meproc.task.Leftovers.OldProcess;
import io.meproc.task.Request;
import io.meproc.task.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The calls about processes that an earlier service process left and that were not adopted, and about those that were released. */
final class LeftoverCalls {
    private static final int MOST = 1_000;

    private final Vertx vertx;
    private final SupervisorClient supervisor;

    LeftoverCalls(Vertx vertx, SupervisorClient supervisor) {
        this.vertx = vertx;
        this.supervisor = supervisor;
    }

    private Future<List<OldProcess>> processes() {
        return LocalBus.<Leftovers>request(vertx, Addresses.LEFTOVERS, "")
                .compose(old -> LocalBus.<Leftovers>request(vertx, Addresses.RELEASED, "")
                        .map(released -> Stream.concat(old.processes().stream(), released.processes().stream())
                                .toList()));
    }

    Future<Reply> list() {
        return processes()
                .map(all -> Reply.of(200, null, json -> {
                            json.writeStartObject();
                            json.writeNumberField("total", all.size());
                            json.writeArrayFieldStart("processes");
                            for (OldProcess process : all.subList(0, Math.min(all.size(), MOST))) {
                                write(json, process);
                            }
                            json.writeEndArray();
                            json.writeEndObject();
                        })
                        .taggedByContent());
    }

    private void write(JsonGenerator json, OldProcess process) throws IOException {
        json.writeStartObject();
        json.writeNumberField("pid", process.pid());
        json.writeStringField("task", process.replica().task());
        json.writeNumberField("replica", process.replica().index());
        json.writeNumberField("run", process.run().incarnation());
        json.writeStringField(
                "since", supervisor.table().timeline().wall(process.since()).toString());
        json.writeStringField("command", process.command());
        json.writeBooleanField("proven", process.unproven() == null);
        json.writeBooleanField("released", process.released());
        if (process.unproven() != null) {
            json.writeStringField("why", process.unproven());
        }
        json.writeEndObject();
    }

    /** Sends the decision about a process to the supervisor. */
    Future<Reply> decide(Call call, Parameters parameters) throws Refused, InvalidInput {
        long pid = pid(Objects.requireNonNullElse(parameters.text("pid"), ""));
        LeftoverDecision decision = LeftoverDecision.of(Objects.requireNonNullElse(parameters.text("action"), ""))
                .orElseThrow(() -> new Refused(Problem.of(Kind.NOT_FOUND, "no such decision")));
        return processes()
                .compose(all -> all.stream()
                        .filter(process -> process.pid() == pid)
                        .findFirst()
                        .map(process -> supervisor
                                .send(
                                        new Request.DecideLeftover(
                                                Target.replica(
                                                        process.replica().task(),
                                                        process.replica().index()),
                                                pid,
                                                decision),
                                        call.by())
                                .map(answer -> answer.refusal()
                                        .map(refusal -> Reply.of(Problem.of(refusal)))
                                        .orElseGet(() -> done(process, decision))))
                        .orElseGet(() -> Future.succeededFuture(Reply.of(unknown(pid)))));
    }

    private static Reply done(OldProcess process, LeftoverDecision decision) {
        return Reply.of(200, null, json -> {
            json.writeStartObject();
            json.writeStringField("decision", decision.word());
            json.writeNumberField("pid", process.pid());
            json.writeStringField("task", process.replica().task());
            json.writeNumberField("replica", process.replica().index());
            json.writeEndObject();
        });
    }

    private static long pid(String sent) throws Refused {
        try {
            return Integer.parseInt(sent);
        } catch (NumberFormatException invalid) {
            throw new Refused(Problem.of(Kind.UNKNOWN_PROCESS, "'" + Shown.of(sent) + "' is not a process id"));
        }
    }

    private static Problem unknown(long pid) {
        return Problem.of(
                Kind.UNKNOWN_PROCESS,
                "no process " + pid
                        + " is left of an earlier Meproc or was released; GET /api/v1/leftovers lists those that are");
    }
}
