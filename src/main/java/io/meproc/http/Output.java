package io.meproc.http;

import io.meproc.api.Lookup;
import io.meproc.api.Refused;
import io.meproc.api.SupervisorClient;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;

/**
 * Answers what the replicas of a task have written.
 *
 * <p>The files are read part by part at the pace of the client, so that one that reads slowly, or not at all, costs a
 * part and not an answer.
 */
final class Output {
    private final SupervisorClient supervisor;
    private final Path logDirectory;
    private final LogReaders readers;
    private final Paced paced;

    Output(SupervisorClient supervisor, Path logDirectory, LogReaders readers, Paced paced) {
        this.supervisor = supervisor;
        this.logDirectory = logDirectory;
        this.readers = readers;
        this.paced = paced;
    }

    Future<?> send(HttpServerRequest request, String name) throws Refused {
        Task task = Lookup.task(supervisor.table(), name);
        return readers.read(() -> OutputAnswer.of(task, logDirectory)).compose(answer -> {
            ReplyAnswer.head(request, 200, "application/json");
            return paced.send(
                    request, answer.length(), OutputAnswer.PART + answer.held(), () -> readers.read(answer::next));
        });
    }
}
