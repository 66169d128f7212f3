package io.meproc.http;

import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what the replicas of a task have written.
 *
 * <p>The files are read on threads of their own, so that a slow disk holds up no spawn, and part by part at
 * the pace of the client, so that one who reads slowly, or not at all, costs a part and not an answer.
 */
final class Output {
    private static final Logger LOG = LoggerFactory.getLogger(Output.class);
    private static final int READERS = 2;

    private final Supervision supervision;
    private final Path logDirectory;
    private final WorkerExecutor readers;

    Output(Vertx vertx, Supervision supervision, Path logDirectory) {
        this.supervision = supervision;
        this.logDirectory = logDirectory;
        this.readers = vertx.createSharedWorkerExecutor("meproc-output", READERS);
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
        readers.executeBlocking(() -> OutputAnswer.of(task, logDirectory), false)
                .compose(answer -> send(request, answer))
                .onFailure(broken -> failed(request, broken));
    }

    private Future<Void> send(HttpServerRequest request, OutputAnswer answer) {
        HttpServerResponse response = Envelope.head(request, 200);
        response.putHeader("Content-Length", Long.toString(answer.length()));
        return HttpMethod.HEAD.equals(request.method()) ? response.end() : rest(response, answer);
    }

    private Future<Void> rest(HttpServerResponse response, OutputAnswer answer) {
        return readers.executeBlocking(answer::next, false)
                .compose(part -> part.length() == 0
                        ? response.end()
                        : response.write(part).compose(written -> rest(response, answer)));
    }

    private static void failed(HttpServerRequest request, Throwable broken) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        LOG.warn("The output of a task can't be read: {}", String.valueOf(broken));
        if (response.headWritten()) {
            request.connection().close();
        } else {
            response.headers().remove("Content-Length");
            Envelope.of(500, "Output not readable")
                    .detail(Shown.of(String.valueOf(broken.getMessage())))
                    .send(request);
        }
    }
}
