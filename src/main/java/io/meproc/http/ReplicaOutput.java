package io.meproc.http;

import io.meproc.api.Lookup;
import io.meproc.api.Parameters;
import io.meproc.api.Refused;
import io.meproc.api.SupervisorClient;
import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import io.meproc.task.ReplicaId;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers a part of what a replica has written, by its offset; who asks for what comes next follows it. */
final class ReplicaOutput {
    private static final int MOST = 1 << 20;
    private static final int USUAL = 1 << 16;
    private static final String FROM = "from";
    private static final String LIMIT = "limit";

    /** Bytes that are read at once. */
    private static final int PART = 1 << 16;

    /**
     * What is to be sent: where it starts and ends, and how much there is in all; no log: nothing, yet.
     *
     * @param elsewhere the file that the process writes to now, when its log was moved or removed; empty otherwise
     */
    private record Part(@Nullable ReplicaLog log, long from, long to, long size, Optional<String> elsewhere) {}

    private final SupervisorClient supervisor;
    private final Path logDirectory;
    private final LogReaders readers;
    private final Paced paced;

    ReplicaOutput(SupervisorClient supervisor, Path logDirectory, LogReaders readers, Paced paced) {
        this.supervisor = supervisor;
        this.logDirectory = logDirectory;
        this.readers = readers;
        this.paced = paced;
    }

    Future<?> answer(RoutingContext context) throws InvalidInput, Refused {
        HttpServerRequest request = context.request();
        Parameters parameters = Parameters.of(Query.of(request.uri()).singles(), List.of(FROM, LIMIT));
        long from = parameters.integer(FROM, Long.MIN_VALUE, Long.MAX_VALUE, -USUAL);
        int limit = (int) parameters.integer(LIMIT, 1, MOST, USUAL);
        Task task = Lookup.task(supervisor.table(), context.pathParam("name"));
        ReplicaId replica = new ReplicaId(task.name(), Lookup.replica(task, context.pathParam("index")));
        long pid = task.replica(replica.index()).pid();
        return readers.read(() -> part(replica, pid, from, limit)).compose(part -> send(request, part));
    }

    /** A negative {@code from} counts from the end; beyond the end there is nothing, yet. */
    private Part part(ReplicaId replica, long pid, long from, int limit) throws IOException {
        Optional<String> elsewhere = pid > 0 ? LogWhereabouts.elsewhere(pid, replica, logDirectory) : Optional.empty();
        ReplicaLog log = ReplicaLog.find(logDirectory, replica).orElse(null);
        if (log == null) {
            return new Part(null, 0, 0, 0, elsewhere);
        }
        long size = log.size();
        long offset = from < 0 ? Math.max(0, size + Math.max(from, -size)) : Math.min(from, size);
        return new Part(log, offset, Math.min(offset + limit, size), size, elsewhere);
    }

    private Future<Void> send(HttpServerRequest request, Part part) {
        request.response()
                .putHeader("Content-Type", "text/plain;charset=UTF-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
                .putHeader("Meproc-Offset", Long.toString(part.from()))
                .putHeader("Meproc-Next", Long.toString(part.to()))
                .putHeader("Meproc-Size", Long.toString(part.size()));
        part.elsewhere().ifPresent(file -> request.response().putHeader("Meproc-Moved", ascii(file)));
        long length = part.to() - part.from();
        return paced.send(request, length, Math.min(length, PART), new Source(part));
    }

    /** A header can't hold more. */
    private static String ascii(String file) {
        return Shown.of(file).replaceAll("[^ -~]", "?");
    }

    private final class Source implements Paced.Source {
        private final Part part;
        private long position;

        Source(Part part) {
            this.part = part;
            this.position = part.from();
        }

        @Override
        public Future<Buffer> next() {
            ReplicaLog log = part.log();
            long from = position;
            long to = Math.min(from + PART, part.to());
            position = to;
            return log == null || from == to
                    ? Future.succeededFuture(Buffer.buffer())
                    : readers.read(() -> Buffer.buffer(log.read(from, to)));
        }
    }
}
