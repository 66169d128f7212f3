package io.meproc.process.spawn;

import io.meproc.process.account.Privileges;
import io.meproc.task.command.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the supervisor may set the niceness and the memory score of a task. */
public final class Priorities {
    private static final int CAP_SYS_NICE = 23;
    private static final int CAP_SYS_RESOURCE = 24;

    /** The soft limit of RLIMIT_NICE is 20 less the lowest niceness, see getrlimit(2). */
    private static final int NICE_CEILING = 20;

    private static final int NICE = 16;
    private static final String NICE_LIMIT = "Max nice priority";
    private static final Path OWN = Path.of("/proc/self");

    private Priorities() {}

    /** The obstacle; null for none. Obstacles that can't be known in advance appear at the start. */
    public static @Nullable String obstacle(Surroundings around) {
        try {
            String nice = around.nice() == null ? null : nice(around.nice());
            return nice != null || around.oomScore() == null ? nice : oomScore(around.oomScore());
        } catch (IOException | RuntimeException noProc) {
            return around.oomScore() == null ? null : "oom_score_adj can't be set here: it needs the /proc of Linux";
        }
    }

    private static @Nullable String nice(int asked) throws IOException {
        String line = Files.readString(OWN.resolve("stat"));
        int own = Integer.parseInt(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[NICE]);
        int lowest = Math.min(own, NICE_CEILING - niceLimit());
        return asked >= lowest || has(CAP_SYS_NICE)
                ? null
                : "nice: Meproc may not go below " + lowest + ", " + asked
                        + " needs CAP_SYS_NICE (root), or a higher LimitNICE";
    }

    private static int niceLimit() throws IOException {
        List<String> lines = Files.readAllLines(OWN.resolve("limits"));
        return lines.stream()
                .filter(line -> line.startsWith(NICE_LIMIT))
                .map(line -> line.substring(NICE_LIMIT.length()).strip().split(" +", -1)[0])
                .mapToInt(limit -> limit.equals("unlimited") ? 2 * NICE_CEILING : Integer.parseInt(limit))
                .findFirst()
                .orElse(0);
    }

    /** The kernel's lower bound, the lowest score that a privileged process has set, can't be read; it usually is 0. */
    private static @Nullable String oomScore(int asked) throws IOException {
        int own =
                Integer.parseInt(Files.readString(OWN.resolve("oom_score_adj")).strip());
        int lowest = Math.min(own, 0);
        return asked >= lowest || has(CAP_SYS_RESOURCE)
                ? null
                : "oom_score_adj: Meproc may not go below " + lowest + ", " + asked + " needs CAP_SYS_RESOURCE (root)";
    }

    private static boolean has(int capability) {
        return (Privileges.capabilities("CapEff") >> capability & 1) == 1;
    }
}
