package io.meproc.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.meproc.api.Refused;
import io.meproc.api.SupervisorClient;
import io.meproc.json.Json;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers the list of all tasks and processes of {@code /proc}, rendered once for each revision of the table. A long
 * list is rendered on a worker thread; requests that arrive meanwhile wait, and are answered with the newest table. A
 * list that would take too much of the {@link Budget} is sent piece by piece instead.
 */
final class Listing {
    private static final long NOTHING = -1;

    /** The number of replicas that takes about 1 ms to render. */
    private static final int MOST_REPLICAS_AT_ONCE = 256;

    private final Vertx vertx;
    private final SupervisorClient supervisor;
    private final PacedWriter writer;
    private final long mostWhole;
    private final WorkerExecutor aside;
    private long revision = NOTHING;
    private Buffer written = Buffer.buffer();
    private @Nullable TaskTable newest;
    private @Nullable Future<Buffer> underWay;

    /** @param mostWhole the size in bytes up to which a list is kept and sent as a whole */
    Listing(Vertx vertx, SupervisorClient supervisor, PacedWriter writer, long mostWhole) {
        this.vertx = vertx;
        this.mostWhole = mostWhole;
        this.aside = TaskPieces.aside(vertx);
        this.supervisor = supervisor;
        this.writer = writer;
    }

    Future<?> send(HttpServerRequest request) {
        TaskTable table = supervisor.table();
        return table.bytes() > mostWhole ? stream(request) : write(table).compose(listing -> whole(request, listing));
    }

    /**
     * Sends the whole text, which counts towards the budget for each reader. If the budget has no room, the list is
     * sent piece by piece.
     */
    private Future<Void> whole(HttpServerRequest request, Buffer listing) {
        ReplyAnswer.head(request, 200, "application/json");
        return writer.send(request, listing)
                .recover(broken ->
                        broken instanceof Refused && !request.response().headWritten()
                                ? stream(request)
                                : Future.failedFuture(broken));
    }

    private Future<Void> stream(HttpServerRequest request) {
        List<String> names = supervisor.table().stream().map(Task::name).toList();
        TaskPieces pieces = new TaskPieces(aside, names, TableJson.SECTIONS, TableJson.AFTER);
        ReplyAnswer.head(request, 200, "application/json");
        return writer.stream(request, pieces.bytes(), TaskPieces.PIECE, () -> pieces.next(supervisor.table()));
    }

    private Future<Buffer> write(TaskTable table) {
        if (table.revision() == revision) {
            return Future.succeededFuture(written);
        }
        newest = table;
        return underWay == null ? begin() : underWay.compose(done -> begin());
    }

    private Future<Buffer> begin() {
        TaskTable table = newest;
        if (underWay != null) {
            return underWay;
        } else if (table == null || table.revision() <= revision) {
            return Future.succeededFuture(written);
        } else if (replicas(table) <= MOST_REPLICAS_AT_ONCE) {
            return Future.succeededFuture(keep(table.revision(), json(table)));
        }
        underWay = vertx.executeBlocking(() -> json(table), false).map(json -> keep(table.revision(), json));
        return underWay.onComplete(done -> underWay = null);
    }

    private Buffer keep(long ofRevision, Buffer json) {
        revision = ofRevision;
        written = json;
        return json;
    }

    private static int replicas(TaskTable table) {
        return table.stream().mapToInt(task -> task.definition().replicas()).sum();
    }

    private static Buffer json(TaskTable table) {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try (JsonGenerator json = Json.generator(bytes)) {
            TableJson.write(json, table);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Buffer.buffer(bytes.toByteArray());
    }
}
