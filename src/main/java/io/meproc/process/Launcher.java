package io.meproc.process;

import io.meproc.task.Order;
import io.meproc.task.Readings;
import io.meproc.task.Refusal;
import io.meproc.task.Run;
import io.meproc.task.TaskDefinition;
import io.meproc.task.exit.Signal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs and reports what becomes of them. But for {@link #spawn}, called by one thread at a time, which it never
 * holds up; reports may come from any thread, those of one run in order.
 */
interface Launcher extends AutoCloseable {

    /** What operators call it. */
    String word();

    /** What a task asks for that this launcher can't do; null for nothing. */
    @Nullable
    String obstacle(TaskDefinition definition);

    /** What a start would fail for, as far as that can be known; null for nothing. Called by any thread, and may block. */
    @Nullable
    String obstacle(TaskDefinition definition, @Nullable Integer index);

    /** How single processes are signalled, whoever has started them. */
    Outsiders.Signalling signalling();

    /** The accounts that it can run as. */
    Identities identities();

    /**
     * Starts a run; reports Spawned or SpawnFailed before it returns, unless the attempt is given up meanwhile. May be held up
     * by the file system, and may be called by several threads at a time.
     */
    void spawn(SpawnAttempt attempt);

    /** Signals what the order says of a run; nothing happens when the run is unknown or has ended. */
    void send(Order.Send order);

    /** Signals the process group of a run, and means no more by it than the signal. */
    void pass(Run run, Signal signal);

    /** Reports what is left of a run, if it is watched. */
    void count(Run run);

    /** Reads what the live runs use. */
    void measure(Consumer<Readings> answer);

    /** Ends what ended runs of a task, or of all for null, have left behind; answers with what could not be ended. */
    void sweep(@Nullable String task, Consumer<@Nullable Refusal> answer);

    /** What ends all runs from any thread, without {@link Turns}. */
    LastResort lastResort();

    /** Ends the watching. Processes that still live go on, unwatched. */
    @Override
    void close();
}
