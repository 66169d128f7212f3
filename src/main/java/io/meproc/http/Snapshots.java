package io.meproc.http;

import io.meproc.api.Selection;
import io.meproc.json.Content;
import io.meproc.json.TaskJson;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends snapshots of the current tasks, the first message to a follower. The snapshot of all tasks is written once
 * for all followers, unless it would take too much of the {@link Budget}. In that case, and for a follower of some
 * tasks, it is written piece by piece.
 */
final class Snapshots {
    private static final int RETRY_MILLIS = 2_000;
    private static final String AFTER = "]}\n\n";

    private final Vertx vertx;
    private final WorkerExecutor aside;
    private final long mostWhole;
    private final FanOut fanOut;
    private final Supplier<TaskTable> now;
    private @Nullable Shared<Buffer> whole;
    private @Nullable Shared<List<String>> names;

    /** A result for all tasks, shared while the log of events has this end. */
    private record Shared<T>(long end, Future<T> made) {}

    /**
     * @param mostWhole the size in bytes up to which a snapshot is sent as a whole
     * @param now returns the current table
     */
    Snapshots(Vertx vertx, long mostWhole, FanOut fanOut, Supplier<TaskTable> now) {
        this.vertx = vertx;
        this.aside = TaskPieces.aside(vertx);
        this.mostWhole = mostWhole;
        this.fanOut = fanOut;
        this.now = now;
    }

    /**
     * Sends a follower its tasks; completes when they are sent.
     *
     * @param end the end of the log of events at this table
     */
    Future<Void> send(TaskTable table, long end, Follower follower) {
        if (!follower.tasks().isEmpty()) {
            List<String> some = Selection.named(follower.tasks()).from(table).stream()
                    .map(Task::name)
                    .toList();
            return pieces(table, some, follower);
        } else if (table.bytes() > mostWhole) {
            return names(table, end).compose(all -> pieces(table, all, follower));
        }
        return whole(table, end)
                .compose(text -> follower.hold(text.length())
                        ? follower.write(new Once(text), 0, () -> fanOut.add(follower))
                        : names(table, end).compose(all -> pieces(table, all, follower)));
    }

    private Future<Void> pieces(TaskTable table, List<String> some, Follower follower) {
        TaskPieces pieces = new TaskPieces(
                aside,
                some,
                List.of(new TaskPieces.Section(
                        before(table), false, (json, newest, task) -> new TaskJson(json, newest).summary(task))),
                AFTER);
        return follower.write(() -> pieces.next(now.get()), pieces.bytes(), () -> fanOut.add(follower));
    }

    private static String before(TaskTable table) {
        return EventText.retry(RETRY_MILLIS) + EventText.id(table.revision()) + "event: snapshot\ndata: {\"revision\":"
                + table.revision() + ",\"tasks\":[";
    }

    private Future<List<String>> names(TaskTable table, long end) {
        names = shared(names, end, () -> table.stream().map(Task::name).sorted().toList());
        return names.made();
    }

    private Future<Buffer> whole(TaskTable table, long end) {
        Content tasks = json -> {
            TaskJson writing = new TaskJson(json, table);
            json.writeStartArray();
            for (Task task :
                    table.stream().sorted(Comparator.comparing(Task::name)).toList()) {
                writing.summary(task);
            }
            json.writeEndArray();
        };
        whole = shared(whole, end, () -> {
            byte[] json = tasks.bytes();
            return Buffer.buffer(before(table))
                    .appendBytes(json, 1, json.length - 2)
                    .appendString(AFTER);
        });
        return whole.made();
    }

    private <T> Shared<T> shared(@Nullable Shared<T> before, long end, Callable<T> making) {
        return before == null || before.end() != end || before.made().failed()
                ? new Shared<>(end, vertx.executeBlocking(making, false))
                : before;
    }

    private static final class Once implements PacedWriter.Source {
        private @Nullable Buffer text;

        Once(Buffer text) {
            this.text = text;
        }

        @Override
        public Future<Buffer> next() {
            Buffer all = Objects.requireNonNullElseGet(text, Buffer::buffer);
            text = null;
            return Future.succeededFuture(all);
        }
    }
}
