package io.meproc.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.meproc.task.TaskTable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Answers the list of all tasks and processes, written out once for each revision of the table. */
final class Listing {
    private static final long NOTHING = -1;

    private final Supervision supervision;
    private long revision = NOTHING;
    private Buffer written = Buffer.buffer();

    Listing(Supervision supervision) {
        this.supervision = supervision;
    }

    void send(HttpServerRequest request) {
        supervision
                .look(revision)
                .map(changed -> {
                    changed.ifPresent(this::write);
                    return written;
                })
                .onSuccess(listing -> Envelope.send(request, 200, listing))
                .onFailure(broken -> Supervision.failed(broken).send(request));
    }

    private void write(TaskTable table) {
        if (table.revision() > revision) {
            written = json(table);
            revision = table.revision();
        }
    }

    private static Buffer json(TaskTable table) {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try (JsonGenerator json = Json.generator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("code", 200);
            json.writeStringField("msg", "OK");
            json.writeFieldName("data");
            TableJson.write(json, table);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
