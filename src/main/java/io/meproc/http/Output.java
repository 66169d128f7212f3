package io.meproc.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.meproc.task.ReplicaId;
import io.meproc.task.Task;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers what the replicas of a task have written, in base64 as the original does. An answer is bounded: of
 * a long log it has the end, and then says how many bytes come before it.
 */
final class Output {
    /** Bytes of output in one answer, shared evenly by the replicas. */
    private static final int MOST = 16 << 20;

    private final Vertx vertx;
    private final Supervision supervision;
    private final Path logDirectory;

    Output(Vertx vertx, Supervision supervision, Path logDirectory) {
        this.vertx = vertx;
        this.supervision = supervision;
        this.logDirectory = logDirectory;
    }

    void send(HttpServerRequest request, Query query) {
        String name = query.name();
        if (name == null) {
            Envelope.nameless().send(request);
            return;
        }
        supervision
                .look(-1)
                .onSuccess(table -> table.flatMap(shown -> shown.find(name))
                        .ifPresentOrElse(
                                task -> send(request, task),
                                () -> Envelope.unknownTask()
                                        .detail("no task '" + Shown.of(name) + "' is listed")
                                        .send(request)))
                .onFailure(broken -> Supervision.failed(broken).send(request));
    }

    private void send(HttpServerRequest request, Task task) {
        vertx.executeBlocking(() -> read(task), false)
                .onSuccess(body -> Envelope.send(request, 200, body))
                .onFailure(broken -> Envelope.of(500, "Output not readable")
                        .detail(String.valueOf(broken))
                        .send(request));
    }

    private Buffer read(Task task) throws IOException {
        int share = MOST / task.definition().replicas();
        Map<String, Long> skipped = new LinkedHashMap<>();
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try (JsonGenerator json = Json.generator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("code", 200);
            json.writeStringField("msg", "OK");
            json.writeObjectFieldStart("data");
            for (int index = 0; index < task.definition().replicas(); index++) {
                ReplicaId replica = new ReplicaId(task.name(), index);
                Tail tail = Tail.of(logDirectory.resolve(replica.logFile()), share);
                json.writeBinaryField(replica.alias(), tail.bytes().getBytes());
                if (tail.before() > 0) {
                    skipped.put(replica.alias(), tail.before());
                }
            }
            json.writeEndObject();
            if (!skipped.isEmpty()) {
                json.writeObjectFieldStart("skipped");
                for (Map.Entry<String, Long> cut : skipped.entrySet()) {
                    json.writeNumberField(cut.getKey(), cut.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    /** The end of a file; {@code before} counts the bytes that come before it. */
    private record Tail(Buffer bytes, long before) {
        static Tail of(Path file, int most) throws IOException {
            if (!Files.exists(file)) {
                return new Tail(Buffer.buffer(), 0);
            }
            try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
                long before = Math.max(0, open.length() - most);
                byte[] bytes = new byte[(int) (open.length() - before)];
                open.seek(before);
                open.readFully(bytes);
                return new Tail(Buffer.buffer(bytes), before);
            }
        }
    }
}
