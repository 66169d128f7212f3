package io.meproc.http;

import io.meproc.api.Lookup;
import io.meproc.api.Parameters;
import io.meproc.api.Refused;
import io.meproc.api.SupervisorClient;
import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.meproc.logs.LogExtent;
import io.meproc.logs.LogRange;
import io.meproc.logs.LogRequest;
import io.meproc.task.ReplicaId;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers a part of a replica's output by its offset. A client follows the output by requesting the next part. */
final class ReplicaOutput {
    private static final int MOST = 1 << 20;
    private static final int USUAL = 1 << 16;
    private static final String FROM = "from";
    private static final String LIMIT = "limit";
    static final String RUN = "run";

    /** The bytes that are read at once. */
    private static final int PART = 1 << 16;

    private final SupervisorClient supervisor;
    private final LogClient logs;
    private final RunOutput runs;
    private final PacedWriter writer;

    ReplicaOutput(SupervisorClient supervisor, LogClient logs, RunOutput runs, PacedWriter writer) {
        this.runs = runs;
        this.supervisor = supervisor;
        this.logs = logs;
        this.writer = writer;
    }

    Future<?> answer(RoutingContext context) throws InvalidInput, Refused {
        HttpServerRequest request = context.request();
        Parameters parameters = Parameters.of(Query.of(request.uri()).singles(), List.of(FROM, LIMIT, RUN));
        long from = parameters.integer(FROM, Long.MIN_VALUE, Long.MAX_VALUE, -USUAL);
        int limit = (int) parameters.integer(LIMIT, 1, MOST, USUAL);
        Long run = run(parameters);
        Task task = Lookup.task(supervisor.table(), context.pathParam("name"));
        ReplicaId replica = new ReplicaId(task.name(), Lookup.replica(task, context.pathParam("index")));
        long pid = task.replica(replica.index()).pid();
        Future<LogExtent> located =
                run == null ? logs.request(new LogRequest.Locate(replica, null, pid)) : runs.locate(replica, run, pid);
        return located.compose(extent -> send(request, extent, part(replica, extent, from, limit), run));
    }

    /** The incarnation number of the run whose output is requested; null for that of all runs. */
    static @Nullable Long run(Parameters parameters) throws InvalidInput {
        long run = parameters.integer(RUN, 1, Long.MAX_VALUE, 0);
        return run == 0 ? null : run;
    }

    /** A negative {@code from} counts from the end; an offset beyond the end gives an empty part. */
    private static LogRange part(ReplicaId replica, LogExtent extent, long from, int limit) {
        long wanted = from < 0 ? extent.end() + Math.max(from, -extent.end()) : Math.min(from, extent.end());
        long offset = Math.max(extent.begin(), wanted);
        return new LogRange(replica, offset, Math.min(offset + limit, extent.end()));
    }

    private Future<Void> send(HttpServerRequest request, LogExtent extent, LogRange part, @Nullable Long run) {
        request.response()
                .putHeader("Content-Type", "text/plain;charset=UTF-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
                .putHeader("Meproc-Offset", Long.toString(part.from()))
                .putHeader("Meproc-Next", Long.toString(part.to()))
                .putHeader("Meproc-Size", Long.toString(extent.size()));
        if (run != null) {
            request.response()
                    .putHeader("Meproc-Run-From", Long.toString(extent.begin()))
                    .putHeader("Meproc-Run-To", Long.toString(extent.end()));
        }
        extent.moved().ifPresent(file -> request.response().putHeader("Meproc-Moved", ascii(file)));
        long length = part.to() - part.from();
        return writer.send(request, length, Math.min(length, PART), new Source(part));
    }

    /** Makes a path printable ASCII, since a header allows nothing else. */
    private static String ascii(String file) {
        return Shown.of(file).replaceAll("[^ -~]", "?");
    }

    private final class Source implements PacedWriter.Source {
        private final LogRange part;
        private long position;

        Source(LogRange part) {
            this.part = part;
            this.position = part.from();
        }

        @Override
        public Future<Buffer> next() {
            long from = position;
            position = Math.min(from + PART, part.to());
            return from == position
                    ? Future.succeededFuture(Buffer.buffer())
                    : logs.request(new LogRequest.Read(List.of(new LogRange(part.replica(), from, position))));
        }
    }
}
