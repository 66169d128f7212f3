package io.meproc.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who the supervisor is, whether it may make others of its processes, and whether it may signal those.
 *
 * @param uid its effective user
 * @param gid its effective group
 */
record Privileges(long uid, long gid, boolean maySetUser, boolean maySetGroup, boolean maySignal) {
    private static final int CAP_KILL = 5;
    private static final int CAP_SETGID = 6;
    private static final int CAP_SETUID = 7;

    /** Those of this process. */
    static Privileges own() {
        return with(capabilities("CapEff"));
    }

    /** Those of a program that it executes. */
    static Privileges ofPrograms() {
        return with(capabilitiesAcrossExec(Integer.toUnsignedLong(LibC.geteuid())));
    }

    private static Privileges with(long set) {
        return new Privileges(
                Integer.toUnsignedLong(LibC.geteuid()),
                Integer.toUnsignedLong(LibC.getegid()),
                (set >> CAP_SETUID & 1) == 1,
                (set >> CAP_SETGID & 1) == 1,
                (capabilities("CapEff") >> CAP_KILL & 1) == 1);
    }

    /** What a program without file capabilities is given when this process executes it, see capabilities(7). */
    private static long capabilitiesAcrossExec(long uid) {
        return uid == 0 ? capabilities("CapEff") & capabilities("CapBnd") : capabilities("CapAmb");
    }

    /** One of the sets of this process, as /proc/PID/status names it. */
    static long capabilities(String set) {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(set + ":"))
                    .mapToLong(line -> Long.parseUnsignedLong(
                            line.substring(set.length() + 1).strip(), 16))
                    .findFirst()
                    .orElse(0);
        } catch (IOException failed) {
            throw new UncheckedIOException("/proc is needed to know Meproc's capabilities", failed);
        }
    }
}
