package io.meproc.http;

import io.meproc.api.Problem.Kind;
import io.meproc.api.Refused;
import io.meproc.api.RunHistory;
import io.meproc.json.RunJson;
import io.meproc.logs.LogExtent;
import io.meproc.logs.LogRequest;
import io.meproc.task.ReplicaId;
import io.meproc.task.RunRecord;
import io.meproc.task.exit.OutputRange;
import io.vertx.core.Future;

/** Locates the output of runs: of the latest ones by the logs, of all others by the history. */
final class RunOutput {
    private final LogClient logs;
    private final RunHistory runs;

    RunOutput(LogClient logs, RunHistory runs) {
        this.logs = logs;
        this.runs = runs;
    }

    /** The extent of the output of a run; fails with {@link Kind#UNKNOWN_RUN} if the replica has no such run. */
    Future<LogExtent> locate(ReplicaId replica, long run, long pid) {
        return logs.<LogExtent>request(new LogRequest.Locate(replica, run, pid))
                .recover(unknown -> isUnknown(unknown) ? kept(replica, run, unknown) : Future.failedFuture(unknown));
    }

    private static boolean isUnknown(Throwable broken) {
        return broken instanceof Refused refused && refused.problem().kind() == Kind.UNKNOWN_RUN;
    }

    private Future<LogExtent> kept(ReplicaId replica, long run, Throwable unknown) {
        return runs.find(Long.toString(run))
                .recover(none -> Future.failedFuture(isUnknown(none) ? unknown : none))
                .compose(shown ->
                        shown.run().run().replica().equals(replica) ? of(shown.run()) : Future.failedFuture(unknown));
    }

    /** The extent of the output of a run; empty if it had no process, or if the log no longer has it. */
    Future<LogExtent> of(RunRecord run) {
        OutputRange output = RunJson.output(run);
        return logs.<LogExtent>request(new LogRequest.Locate(run.run().replica(), null, 0))
                .map(log -> output == null ? part(log, 0, 0) : clipped(output, log));
    }

    private static LogExtent clipped(OutputRange output, LogExtent log) {
        long to = Math.min(log.end(), output.to() == null ? log.end() : output.to());
        // A log that was truncated during the run holds the rest of the run's output from the start.
        long from = Math.max(log.begin(), to < output.from() ? log.begin() : output.from());
        return part(log, from, Math.max(from, to));
    }

    private static LogExtent part(LogExtent log, long from, long to) {
        return new LogExtent(from, to, log.size(), log.moved());
    }
}
