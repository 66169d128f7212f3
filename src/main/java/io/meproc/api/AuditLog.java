package io.meproc.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.json.Content;
import io.meproc.json.EndJson;
import io.meproc.json.InvalidInput;
import io.meproc.store.AuditPage;
import io.meproc.store.StoreRequest;
import io.meproc.task.AuditRecord;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;

/** Answers the call that reads the audit records: who requested which change. */
final class AuditLog {
    private final AnswerRenderer renderer;
    private final StoreClient store;

    AuditLog(Vertx vertx, AnswerRenderer renderer) {
        this.renderer = renderer;
        this.store = new StoreClient(vertx);
    }

    Future<Reply> list(Parameters parameters) throws InvalidInput {
        HistoryParameters sent = new HistoryParameters(parameters);
        StoreRequest.Audit request = new StoreRequest.Audit(
                parameters.text("task"), sent.time("since"), sent.time("until"), sent.limit(), sent.after());
        return store.<AuditPage>request(request)
                .compose(page -> renderer.offload(
                        page.records().size(),
                        () -> Reply.of(200, null, content(page)).taggedByContent()));
    }

    private static Content content(AuditPage page) {
        return json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("records");
            for (AuditRecord record : page.records()) {
                write(json, record);
            }
            json.writeEndArray();
            json.writeStringField("next", page.next());
            json.writeEndObject();
        };
    }

    private static void write(JsonGenerator json, AuditRecord record) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", record.at().toString());
        EndJson.by(json, record.by());
        json.writeStringField("action", record.action());
        json.writeStringField("task", record.task());
        if (record.replica() == null) {
            json.writeNullField("replica");
        } else {
            json.writeNumberField("replica", record.replica());
        }
        json.writeStringField("detail", record.detail());
        json.writeEndObject();
    }
}
