package io.meproc.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.meproc.json.Json;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A long list of tasks as JSON, rendered piece by piece when the reader requests the next piece. Each task is
 * rendered in its state at that time; a task that was removed meanwhile is left out.
 */
final class TaskPieces {
    /** The approximate size of a piece in bytes; a large task is a piece of its own. */
    static final int PIECE = 64 << 10;

    /**
     * The bytes that are held for a name until its task is rendered: the reference, since the task holds the name
     * itself.
     */
    private static final int NAME_BYTES = 8;

    /** The size from which a piece is rendered on a worker thread. */
    private static final int MOST_AT_ONCE = 4 * PIECE;

    /** An estimate of the bytes of a replica as JSON, with its last end. */
    private static final int REPLICA_BYTES = 384;

    /** Writes the element of a task in a section; may write nothing. */
    @FunctionalInterface
    interface Writing {
        void write(JsonGenerator json, TaskTable table, Task task) throws IOException;
    }

    /**
     * A list or an object with an element for each task.
     *
     * @param before the JSON before the first task
     * @param members whether the tasks are members of an object, by name
     */
    record Section(String before, boolean members, Writing writing) {}

    private record Chunk(List<Task> tasks, long weight) {}

    private final WorkerExecutor aside;
    private final List<String> names;
    private final List<Section> sections;
    private final String after;
    private int section;
    private int position;
    private boolean begun;
    private boolean comma;
    private boolean over;

    /**
     * A list of tasks.
     *
     * @param aside renders large pieces, one after another
     * @param after the JSON after the last task of the last section
     */
    TaskPieces(WorkerExecutor aside, List<String> names, List<Section> sections, String after) {
        this.aside = aside;
        this.names = names;
        this.sections = sections;
        this.after = after;
    }

    /** One thread for all readers, so that large pieces are rendered one after another. */
    static WorkerExecutor aside(Vertx vertx) {
        return vertx.createSharedWorkerExecutor("meproc-lists", 1);
    }

    /** An estimate of the bytes that the list holds beside a piece. */
    long bytes() {
        return (long) NAME_BYTES * names.size();
    }

    /** The next piece; empty at the end. Must be called after the piece before has arrived. */
    Future<Buffer> next(TaskTable table) {
        while (section < sections.size()) {
            Section now = sections.get(section);
            Chunk chunk = nextChunk(table);
            if (chunk.weight() > MOST_AT_ONCE) {
                return aside.executeBlocking(() -> json(now, table, chunk.tasks()), false)
                        .map(json -> joined(now, json))
                        .compose(piece -> piece.length() > 0 ? Future.succeededFuture(piece) : next(table));
            }
            Buffer piece = joined(now, json(now, table, chunk.tasks()));
            if (piece.length() > 0) {
                return Future.succeededFuture(piece);
            }
        }
        Buffer end = over ? Buffer.buffer() : Buffer.buffer(after);
        over = true;
        return Future.succeededFuture(end);
    }

    private Chunk nextChunk(TaskTable table) {
        List<Task> tasks = new ArrayList<>();
        long weight = 0;
        while (position < names.size()) {
            Task task = table.find(names.get(position)).orElse(null);
            long more = task == null ? 0 : task.definition().bytes() + (long) REPLICA_BYTES * task.size();
            if (!tasks.isEmpty() && weight + more > PIECE) {
                break;
            }
            position++;
            weight += more;
            if (task != null) {
                tasks.add(task);
            }
        }
        return new Chunk(tasks, weight);
    }

    private Buffer joined(Section now, Buffer json) {
        Buffer piece = begun ? Buffer.buffer() : Buffer.buffer(now.before());
        if (json.length() > 0) {
            piece.appendString(comma ? "," : "").appendBuffer(json);
        }
        begun = true;
        comma |= json.length() > 0;
        if (position == names.size()) {
            section++;
            position = 0;
            begun = false;
            comma = false;
        }
        return piece;
    }

    /** The elements without the brackets around them. */
    private static Buffer json(Section now, TaskTable table, List<Task> tasks) {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try (JsonGenerator json = Json.generator(bytes)) {
            if (now.members()) {
                json.writeStartObject();
            } else {
                json.writeStartArray();
            }
            for (Task task : tasks) {
                now.writing().write(json, table, task);
            }
            if (now.members()) {
                json.writeEndObject();
            } else {
                json.writeEndArray();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        byte[] all = bytes.toByteArray();
        return Buffer.buffer(all).slice(1, all.length - 1);
    }
}
