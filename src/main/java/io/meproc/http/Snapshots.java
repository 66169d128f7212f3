package io.meproc.http;

import io.meproc.api.Selection;
import io.meproc.json.Content;
import io.meproc.json.TaskJson;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a follower is sent first: the tasks as they are. The one of all tasks is written once for all who need it. */
final class Snapshots {
    private static final int RETRY_MILLIS = 2_000;

    private final Vertx vertx;
    private @Nullable Shared shared;

    /** All tasks as they were when the log of events had this end. */
    private record Shared(long end, Future<Buffer> text) {}

    Snapshots(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * The event of these tasks; of no names: of all.
     *
     * @param end of the log of events, which has led to this table
     */
    Future<Buffer> of(TaskTable table, long end, Set<String> names) {
        if (!names.isEmpty()) {
            return write(table, names);
        } else if (shared == null || shared.end() != end || shared.text().failed()) {
            shared = new Shared(end, write(table, Set.of()));
        }
        return shared.text();
    }

    private Future<Buffer> write(TaskTable table, Set<String> names) {
        Content content = json -> {
            TaskJson writing = new TaskJson(json, table);
            json.writeStartObject();
            json.writeNumberField("revision", table.revision());
            json.writeArrayFieldStart("tasks");
            for (Task task : Selection.named(names).from(table)) {
                writing.summary(task);
            }
            json.writeEndArray();
            json.writeEndObject();
        };
        return vertx.executeBlocking(
                () -> Buffer.buffer(EventText.retry(RETRY_MILLIS) + EventText.id(table.revision()))
                        .appendBuffer(EventText.event("snapshot", content.bytes())),
                false);
    }
}
