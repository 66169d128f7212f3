package io.meproc.http;

import io.meproc.api.Supervision;
import io.meproc.json.Shown;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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

    void send(HttpServerRequest request, ProcQuery query) {
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
                .onFailure(broken -> ProcAnswers.of(Supervision.refusal(broken)).send(request));
    }

    private void send(HttpServerRequest request, Task task) {
        read(() -> OutputAnswer.of(task, logDirectory))
                .compose(answer -> send(request, answer))
                .onFailure(broken -> {
                    if (broken instanceof Unreadable unreadable) {
                        refuse(request, unreadable);
                    }
                });
    }

    private Future<Void> send(HttpServerRequest request, OutputAnswer answer) {
        return read(answer::next).compose(first -> {
            HttpServerResponse response =
                    Envelope.head(request, 200).putHeader("Content-Length", Long.toString(answer.length()));
            return HttpMethod.HEAD.equals(request.method()) ? response.end() : write(response, answer, first);
        });
    }

    private Future<Void> write(HttpServerResponse response, OutputAnswer answer, Buffer part) {
        return part.length() == 0
                ? response.end()
                : response.write(part)
                        .compose(written -> read(answer::next))
                        .compose(next -> write(response, answer, next));
    }

    private <T> Future<T> read(Callable<T> reading) {
        return readers.executeBlocking(reading, false).recover(broken -> Future.failedFuture(new Unreadable(broken)));
    }

    private static void refuse(HttpServerRequest request, Unreadable broken) {
        LOG.warn("The output of a task can't be read: {}", broken.getMessage());
        if (request.response().headWritten()) {
            request.connection().close();
        } else {
            Envelope.of(500, "Output not readable")
                    .detail(Shown.of(String.valueOf(broken.getMessage())))
                    .send(request);
        }
    }

    /** A log can't be read; that an answer can't be written is the client's own doing. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
