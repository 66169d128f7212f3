package io.meproc.api;

import io.meproc.api.Problem.Kind;
import io.meproc.json.Shown;
import io.meproc.task.Refusal;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;

/** Finds the task or replica that a request names; fails if it does not exist. */
public final class Lookup {
    private Lookup() {}

    public static Task task(TaskTable table, String name) throws Refused {
        return table.find(name).orElseThrow(() -> unknown(name));
    }

    static Refused unknown(String name) {
        return new Refused(Problem.of(Refusal.unknownTask(Shown.of(name))));
    }

    /** The index of a replica of the task, parsed from the received text. */
    public static int replica(Task task, String sent) throws Refused {
        int index = index(sent);
        if (index >= task.size()) {
            throw new Refused(Problem.of(
                    Kind.UNKNOWN_REPLICA,
                    "task '" + task.name() + "' has the replicas 0 to " + (task.size() - 1) + ", not " + index));
        }
        return index;
    }

    static int index(String sent) throws Refused {
        if (!sent.matches("[0-9]{1,9}")) {
            throw new Refused(Problem.of(
                    Kind.UNKNOWN_REPLICA, "'" + Shown.of(sent) + "' is not the index of a replica, an integer from 0"));
        }
        return Integer.parseInt(sent);
    }
}
