package io.meproc.http;

import io.meproc.api.Lookup;
import io.meproc.api.Refused;
import io.meproc.api.SupervisorClient;
import io.meproc.logs.LogExtent;
import io.meproc.logs.LogRequest;
import io.meproc.task.Task;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Answers the output of all replicas of a task for {@code /proc}.
 *
 * <p>The files are read part by part at the pace of the client, so that a slow client costs the memory of one part,
 * not that of the whole answer.
 */
final class Output {
    private final SupervisorClient supervisor;
    private final LogClient logs;
    private final PacedWriter writer;

    Output(SupervisorClient supervisor, LogClient logs, PacedWriter writer) {
        this.supervisor = supervisor;
        this.logs = logs;
        this.writer = writer;
    }

    Future<?> send(HttpServerRequest request, String name) throws Refused {
        Task task = Lookup.task(supervisor.table(), name);
        int replicas = task.definition().replicas();
        return logs.<List<LogExtent>>request(new LogRequest.LocateAll(task.name(), replicas))
                .compose(extents -> {
                    OutputAnswer answer = OutputAnswer.of(task.name(), extents, logs);
                    ReplyAnswer.head(request, 200, "application/json");
                    return writer.send(request, answer.length(), OutputAnswer.PART + answer.held(), answer);
                });
    }
}
