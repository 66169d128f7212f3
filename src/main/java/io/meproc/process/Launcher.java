package io.meproc.process;

import io.meproc.task.Command;
import io.meproc.task.Refusal;
import io.meproc.task.Run;
import io.meproc.task.Signal;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs and reports what becomes of them. Called by one thread at a time; reports may come from any
 * thread, those of one run in order.
 */
interface Launcher extends AutoCloseable {

    /** Why such a command can't be started here; null when it can. */
    @Nullable
    Refusal check(Command command);

    /** Starts a run; reports Spawned or SpawnFailed before it returns. */
    void spawn(Run run, Command command);

    /** Signals everything that is left of a run; nothing happens when the run is unknown or has ended. */
    void send(Run run, Signal signal);

    /** Ends the watching. Processes that still live go on, unwatched. */
    @Override
    void close();
}
