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
 * Starts runs and reports what becomes of them. Called by one thread at a time; reports may come from any
 * thread, those of one run in order.
 */
interface Launcher extends AutoCloseable {

    /** What operators call it. */
    String word();

    /** Why such a task can't be run here; null when it can. */
    @Nullable
    Refusal check(TaskDefinition definition);

    /** What a start would fail for, as far as that can be known; null for nothing. Called by any thread, and may block. */
    @Nullable
    String obstacle(TaskDefinition definition, @Nullable Integer index);

    /** Starts a run; reports Spawned or SpawnFailed before it returns. */
    void spawn(Order.Spawn order);

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

    /** Ends the watching. Processes that still live go on, unwatched. */
    @Override
    void close();
}
