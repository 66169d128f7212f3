package io.meproc.task;

import io.meproc.task.command.Command;
import io.meproc.task.command.ListenSocket;
import io.meproc.task.exit.LeaderExit;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import io.meproc.task.limit.Limits;
import io.meproc.task.probe.Notification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command from the supervisor to the process side. */
public sealed interface Order {

    /**
     * Checks whether this machine can run the task: its user and group exist, the supervisor may switch to them, and
     * the launcher supports every field of the definition. Answered by {@code null} for yes, or a {@link Refusal}.
     */
    record Check(TaskDefinition definition) implements Order {}

    /**
     * Checks, as far as possible in advance, that a start would succeed. Answered by {@code null} for yes, or a
     * {@link Refusal}.
     *
     * @param index the replica to be started; null for all
     */
    record Prepare(TaskDefinition definition, @Nullable Integer index) implements Order {}

    /** Lists the runs that were ordered and have not ended, and what has outlived others; answered by {@link RunList}. */
    record Inventory() implements Order {}

    /**
     * Adopts the runs that an earlier service process has left. Sent once, before any other order; answered by
     * {@link Adoption}. No report about an adopted run is sent before the answer.
     *
     * @param claims the runs that were live when it ended
     * @param policies what happens to the other processes of a run after the end of its leader, by the name of each task;
     * a run that is found without a claim is adopted if its task is among these
     * @param ended the incarnation of the newest run of each replica that is known to have ended; a run that is found
     * without a claim is adopted only if it is newer
     */
    record Adopt(List<Claim> claims, Map<String, LeaderExit> policies, Map<ReplicaId, Long> ended) implements Order {
        /** Nothing to adopt. */
        public static final Adopt NOTHING = new Adopt(List.of(), Map.of());

        /** Adopts without knowledge of ended runs. */
        public Adopt(List<Claim> claims, Map<String, LeaderExit> policies) {
            this(claims, policies, Map.of());
        }
    }

    /**
     * A run that was live when an earlier service process ended.
     *
     * @param pid as recorded at its start, like {@code started}
     * @param boot whether the machine was not restarted since
     * @param seal as recorded, see {@link RunRecord}
     */
    record Claim(Run run, long pid, long started, long output, boolean boot, String seal) {
        /** A claim without a seal. */
        public Claim(Run run, long pid, long started, long output, boolean boot) {
            this(run, pid, started, output, boot, RunRecord.NO_SEAL);
        }
    }

    /**
     * Carries out a decision about a process that an earlier service process left; answered by {@code null}, or by a
     * {@link Refusal}. {@link Report.Adopted} is sent before the answer if it is adopted.
     *
     * @param policy what happens to the other processes of the run after the end of its leader
     */
    record Decide(ReplicaId replica, long pid, LeftoverDecision decision, LeaderExit policy) implements Order {}

    /**
     * Starts a run. Answered by exactly one {@link Report.Spawned} or {@link Report.SpawnFailed}.
     *
     * @param notification what the run needs to send messages by sd_notify(3); null if it sends none
     * @param limits what all processes of the run may use together
     */
    record Spawn(
            Run run,
            Command command,
            LeaderExit onLeaderExit,
            @Nullable Notification notification,
            Limits limits) implements Order {
        /** A run without limits that sends no messages by sd_notify(3). */
        public Spawn(Run run, Command command, LeaderExit onLeaderExit) {
            this(run, command, onLeaderExit, null, Limits.DEFAULT);
        }
    }

    /**
     * Applies other limits to the processes of a run; without effect on a run that has ended. Reports about its memory
     * begin anew.
     */
    record Limit(Run run, Limits limits) implements Order {}

    /**
     * Cancels the start of a run that was not spawned yet; it is answered by {@link Report.SpawnFailed}. Without
     * effect on a spawned run.
     */
    record Cancel(Run run) implements Order {}

    /**
     * Sends a signal of a stop to every process of the run, including those that are found later; without effect on a
     * run that has ended.
     *
     * @param to the leader alone as long as it lives, or all
     */
    record Send(Run run, Signal signal, StopPlan.Reach to) implements Order {
        /** Sends the signal to all processes of the run. */
        public Send(Run run, Signal signal) {
            this(run, signal, StopPlan.Reach.GROUP);
        }
    }

    /**
     * Sends a signal of a stop to processes that have outlived a run, see {@link Report.Outlived}; without effect on
     * those that have ended.
     */
    record SendOutlived(Run run, Signal signal, List<Long> pids) implements Order {}

    /** Sends a signal once to the process group of a run, or to its leader; without effect on what has ended. */
    record Pass(Run run, Signal signal, StopPlan.Reach to) implements Order {
        public Pass(Run run, Signal signal) {
            this(run, signal, StopPlan.Reach.GROUP);
        }
    }

    /**
     * Lists what is left of a run, or of what has outlived it; answered by {@link Report.Survived}, by the end of the
     * run, or by {@link Report.Cleared}.
     */
    record Inspect(Run run) implements Order {}

    /**
     * Scans for what ended runs of a task, or of all tasks for null, have left behind outside of their process groups.
     * Answered by a {@link List} of {@link Report.Outlived} with all such processes that live, also those reported
     * before, or by a {@link Refusal}.
     */
    record Sweep(@Nullable String task) implements Order {}

    /**
     * Executes a program that probes a run, which is not a run itself; answered by {@link ExecResult} when nothing of it
     * is left, or by a {@link Refusal}.
     *
     * @param timeout the time after which it is ended
     */
    record Exec(Run run, Command command, Duration timeout) implements Order {}

    /**
     * Holds the listening sockets of a task, so that connections wait while no process of it runs; none ends the hold.
     * A start holds the sockets of its command anyway.
     */
    record HoldSockets(String task, List<ListenSocket> sockets) implements Order {}

    /** Removes the log folder of a task that is no longer listed, if the folder holds no output. */
    record Tidy(String task) implements Order {}
}
