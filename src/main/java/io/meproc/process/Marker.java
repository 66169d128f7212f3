package io.meproc.process;

import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.exit.LeaderExit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The environment variable by which any process of a run can be recognised, whatever became of its parents. */
record Marker(String instanceId) {
    static final String VARIABLE = "MEPROC_REPLICA";
    private static final String ON_LEADER_EXIT = "MEPROC_ON_LEADER_EXIT";
    private static final Pattern VALUE = Pattern.compile("([^/]+)/([^/]+)/(\\d{1,9})/(\\d{1,18})");

    /** The variable's value, {@code <instance>/<task>/<index>/<incarnation>}. */
    String value(Run run) {
        return instanceId + "/" + run.replica().task() + "/" + run.replica().index() + "/" + run.incarnation();
    }

    /** Everything that tells a process which one it is. */
    Map<String, String> variables(Run run, LeaderExit onLeaderExit) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(VARIABLE, value(run));
        variables.put("MEPROC_TASK", run.replica().task());
        variables.put("MEPROC_REPLICA_INDEX", Integer.toString(run.replica().index()));
        if (onLeaderExit == LeaderExit.LEAVE) {
            variables.put(ON_LEADER_EXIT, onLeaderExit.word());
        }
        return variables;
    }

    /** Whether what has this environment may outlive its run. */
    static boolean mayStay(byte[] environment) {
        return LeaderExit.LEAVE.word().equals(ProcFiles.variable(environment, ON_LEADER_EXIT));
    }

    /** The run that a value of the variable names; null when it names none of this Meproc. */
    @Nullable
    Run run(@Nullable String value) {
        Matcher parts = VALUE.matcher(value == null ? "" : value);
        if (!parts.matches() || !parts.group(1).equals(instanceId)) {
            return null;
        }
        return new Run(new ReplicaId(parts.group(2), Integer.parseInt(parts.group(3))), Long.parseLong(parts.group(4)));
    }
}
