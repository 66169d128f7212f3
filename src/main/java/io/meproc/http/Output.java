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
 * Answers what the replicas of a task have written.
 *
 * <p>The files are read part by part at the pace of the client, so that one that reads slowly, or not at all, costs a
 * part and not an answer.
 */
final class Output {
    private final SupervisorClient supervisor;
    private final LogClient logs;
    private final Paced paced;

    Output(SupervisorClient supervisor, LogClient logs, Paced paced) {
        this.supervisor = supervisor;
        this.logs = logs;
        this.paced = paced;
    }

    Future<?> send(HttpServerRequest request, String name) throws Refused {
        Task task = Lookup.task(supervisor.table(), name);
        int replicas = task.definition().replicas();
        return logs.<List<LogExtent>>request(new LogRequest.LocateAll(task.name(), replicas))
                .compose(extents -> {
                    OutputAnswer answer = OutputAnswer.of(task.name(), extents, logs);
                    ReplyAnswer.head(request, 200, "application/json");
                    return paced.send(request, answer.length(), OutputAnswer.PART + answer.held(), answer);
                });
    }
}
