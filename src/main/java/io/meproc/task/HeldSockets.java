package io.meproc.task;

import io.meproc.task.command.ListenSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides until when the listening sockets of a task are held: as long as it has a process, or is about to. */
final class HeldSockets {
    private HeldSockets() {}

    private static List<ListenSocket> sockets(@Nullable Task task) {
        return task == null
                ? List.of()
                : task.definition().command().surroundings().sockets();
    }

    /** Ends the hold of a task that has come to rest, or has lost its sockets or been removed. */
    static void follow(Transition transition, String name, @Nullable Task before, @Nullable Task after) {
        if (before != null && !sockets(before).isEmpty() && needed(before) && !needed(after)) {
            transition.order(new Order.HoldSockets(name, List.of()));
        }
    }

    private static boolean needed(@Nullable Task task) {
        return task != null
                && !sockets(task).isEmpty()
                && (task.live() > 0 || task.waiting() || task.phaseCounts().any(Phase.BACKING_OFF));
    }

    /** Holds the sockets of a task of an earlier service process, whose processes have them. */
    static void recover(Transition transition, Task task) {
        if (needed(task)) {
            transition.order(new Order.HoldSockets(task.name(), sockets(task)));
        }
    }
}
