package io.meproc.process.scan;

import io.meproc.process.account.Identity;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.exit.LeaderExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The environment variable by which any process of a run is recognised, regardless of its parents. A task could guess
 * all parts except the secret, which is known only to a process with that environment and to accounts that may read
 * it.
 *
 * @param instanceId the id of the data directory
 */
public record Marker(String instanceId, MarkKey key) {
    public static final String VARIABLE = "MEPROC_REPLICA";
    /** Marks the program of a probe, which is no process of a run. */
    static final String PROBE = "MEPROC_PROBE";

    private static final String ON_LEADER_EXIT = "MEPROC_ON_LEADER_EXIT";
    private static final Pattern VALUE =
            Pattern.compile("(([^/]+)/([^/]+)/(\\d{1,9})/(\\d{1,18})/(\\d{1,10}))/([0-9a-f]{32})");
    private static final long ROOT = 0;
    private static final int SIGNED = 1;
    private static final int INSTANCE = 2;
    private static final int TASK = 3;
    private static final int INDEX = 4;
    private static final int INCARNATION = 5;
    private static final int USER = 6;
    private static final int SECRET = 7;

    /** The uid of this process; that of root without proc(5), where there is no process scan. */
    private static final long OWN_UID = ownUid();

    private static final String BOOT = boot();

    private static String boot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException foreign) {
            return "";
        }
    }

    private static long ownUid() {
        ProcFiles.Users own = ProcFiles.users((int) ProcessHandle.current().pid());
        return own == null ? ROOT : own.effective();
    }

    /**
     * A mark that a process scan has read.
     *
     * @param uid the user with which the run was started
     * @param text the text that the secret proves
     */
    record Mark(Run run, long uid, String text, String secret) {}

    /** The variable's value, {@code <instance>/<task>/<index>/<incarnation>/<uid>/<secret>}. */
    public String value(Run run, long uid) {
        String text = instanceId + "/" + run.replica().task() + "/"
                + run.replica().index() + "/" + run.incarnation() + "/" + uid;
        return text + "/" + key.secret(text);
    }

    /**
     * What proves later that a run has this leader, since only this data directory has the key: a program may overwrite its
     * environment, and with it the variable, as nginx does to show a title.
     *
     * @param started the start time of the leader, see {@link io.meproc.task.RunRecord}
     */
    public String seal(Run run, long pid, long started) {
        return key.secret(sealed(run, pid, started));
    }

    /** Whether this is the seal of a leader. */
    public boolean provesSeal(Run run, long pid, long started, String seal) {
        return started > 0 && key.proves(sealed(run, pid, started), seal);
    }

    private String sealed(Run run, long pid, long started) {
        return "leader/" + instanceId + "/" + run.replica().task() + "/"
                + run.replica().index() + "/" + run.incarnation() + "/" + pid + "/" + started + "/" + BOOT;
    }

    /** The variables that describe a process to itself. */
    public Map<String, String> variables(Run run, Identity identity, LeaderExit onLeaderExit) {
        Map<String, String> variables = new LinkedHashMap<>();
        Identity.Change change = identity.change();
        variables.put(VARIABLE, value(run, change == null || !change.ofUser() ? OWN_UID : change.uid()));
        variables.put("MEPROC_TASK", run.replica().task());
        variables.put("MEPROC_REPLICA_INDEX", Integer.toString(run.replica().index()));
        if (onLeaderExit == LeaderExit.RELEASE) {
            variables.put(ON_LEADER_EXIT, onLeaderExit.word());
        }
        return variables;
    }

    /** The variables that describe the program of a probe to itself. */
    public Map<String, String> probeVariables(Run run) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(PROBE, probeValue(run));
        variables.put("MEPROC_TASK", run.replica().task());
        variables.put("MEPROC_REPLICA_INDEX", Integer.toString(run.replica().index()));
        return variables;
    }

    private String probeValue(Run run) {
        String text = "probe/" + instanceId + "/" + run.replica().task() + "/"
                + run.replica().index() + "/" + run.incarnation();
        return text + "/" + key.secret(text);
    }

    /**
     * Whether a process with this environment is a program of a probe.
     *
     * @param run the run that it probes; null for any
     */
    boolean isOfProbe(byte[] environment, @Nullable Run run) {
        String value = ProcFiles.variable(environment, PROBE);
        if (value == null) {
            return false;
        } else if (run != null) {
            return value.equals(probeValue(run));
        }
        int end = value.lastIndexOf('/');
        return value.startsWith("probe/" + instanceId + "/")
                && key.proves(value.substring(0, end), value.substring(end + 1));
    }

    /** Whether a process with this environment may outlive its run. */
    static boolean mayStay(byte[] environment) {
        String word = ProcFiles.variable(environment, ON_LEADER_EXIT);
        return word != null
                && LeaderExit.of(word).filter(LeaderExit.RELEASE::equals).isPresent();
    }

    /** Whether a value of the variable names this data directory. */
    boolean isNamedBy(@Nullable String value) {
        return value != null && value.startsWith(instanceId + "/");
    }

    /** Parses a value of the variable without a check of its secret; null if it does not name this data directory. */
    @Nullable
    Mark read(@Nullable String value) {
        Matcher parts = VALUE.matcher(value == null ? "" : value);
        if (!parts.matches() || !parts.group(INSTANCE).equals(instanceId)) {
            return null;
        }
        return new Mark(
                new Run(
                        new ReplicaId(parts.group(TASK), Integer.parseInt(parts.group(INDEX))),
                        Long.parseLong(parts.group(INCARNATION))),
                Long.parseLong(parts.group(USER)),
                parts.group(SIGNED),
                parts.group(SECRET));
    }

    /**
     * Whether a process of these users with this mark belongs to the run. A program may have become root (setuid),
     * and a process that starts as root, or as this process's own user, may become any user; see credentials(7).
     */
    boolean proves(Mark mark, ProcFiles.Users users) {
        boolean anybody = mark.uid() == ROOT || mark.uid() == OWN_UID;
        return (anybody
                        || users.include(mark.uid())
                        || users.effective() == ROOT
                        // Before a program that Meproc starts first has switched to the user.
                        || users.effective() == OWN_UID)
                && key.proves(mark.text(), mark.secret());
    }
}
