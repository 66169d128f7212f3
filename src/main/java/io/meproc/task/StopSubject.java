package io.meproc.task;

import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import io.meproc.task.exit.StopPlan;
import java.time.Instant;
import java.util.List;

/** The processes that a {@link StopEscalation} ends. */
interface StopSubject {
    void send(Signal signal, StopPlan.Reach to);

    /** Requests the list of the processes that are left, see {@link Report.Survived}. */
    void inspect();

    /** Arms the alarm that limits the stage. */
    void arm(Instant until);

    void disarm();

    /** Reports that these processes have survived SIGKILL; the list is empty if they are unknown. */
    void stuck(List<Leftover> survivors);
}
