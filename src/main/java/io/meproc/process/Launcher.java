package io.meproc.process;

import io.meproc.process.account.Identities;
import io.meproc.process.account.Identity;
import io.meproc.process.spawn.SpawnException;
import io.meproc.task.ExecResult;
import io.meproc.task.Order;
import io.meproc.task.Readings;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.TaskDefinition;
import io.meproc.task.limit.Limits;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs and reports their changes. All methods except {@link #spawn} are called by one thread at a time and do
 * not block. Reports may come from any thread, those of one run in order.
 */
interface Launcher extends AutoCloseable {

    /** The name of the launcher in the configuration. */
    String word();

    /** The part of a definition that this launcher does not support; null if it supports all. */
    @Nullable
    String obstacle(TaskDefinition definition);

    /**
     * The reason for which a start would fail, as far as it is known; null for none. Called by any thread, and may
     * block.
     */
    @Nullable
    String obstacle(TaskDefinition definition, @Nullable Integer index);

    /** Opens the listening sockets of a task and keeps them open, or closes them. */
    void hold(Order.HoldSockets order) throws SpawnException;

    /** Signals single processes, regardless of who started them. */
    EscapedProcesses.Signalling signalling();

    /** The accounts that it can switch to. */
    Identities identities();

    /**
     * Starts a run; reports Spawned or SpawnFailed before it returns, unless the attempt is given up meanwhile. May
     * block on the file system, and may be called by several threads at a time.
     */
    void spawn(SpawnAttempt attempt);

    /** Applies other limits to a run; no effect if it is unknown or has ended. */
    void limit(Run run, Limits limits);

    /** Whether the control group of a run has this process; false without control groups. */
    boolean contains(Run run, int pid);

    /** Tracks a run of an earlier service process; returns an action that begins to report its end. */
    Runnable adopt(AdoptedRun run);

    /** Sends the signal of the order; no effect if the run is unknown or has ended. */
    void send(Order.Send order);

    /** Sends a signal to the process group of a run, without stopping the run. */
    void pass(Order.Pass order);

    /** Reports what is left of a run that is followed. */
    void count(Run run);

    /** Reads the resource use of the live runs. */
    void measure(Consumer<Readings> answer);

    /** Scans for what ended runs of a task, or of all tasks for null, have left behind; answers with what lives of it. */
    void sweep(@Nullable String task, Consumer<List<Report.Outlived>> answer);

    /** The processes that live of ended runs, as far as they are known. */
    List<Report.Outlived> outlived();

    /** Signals processes that have outlived a run; no effect on those that have ended. */
    void send(Order.SendOutlived order);

    /** Executes a program that probes a run; answers when nothing of it is left. */
    void execute(Order.Exec order, Identity identity, Consumer<ExecResult> answer);

    /** Ends what probes a run, which is over. */
    void probeNoMore(Run run);

    /** Ends all runs from any thread, without {@code Turns}. */
    ForcedStop forcedStop();

    /** Ends the watching. Live processes continue unsupervised. */
    @Override
    void close();
}
