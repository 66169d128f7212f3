package io.meproc.process.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The account of the supervisor, and whether it may switch its processes to other accounts and signal them.
 *
 * @param uid its effective user
 * @param gid its effective group
 */
public record Privileges(long uid, long gid, boolean maySetUser, boolean maySetGroup, boolean maySignal) {
    private static final int CAP_KILL = 5;
    private static final int CAP_SETGID = 6;
    private static final int CAP_SETUID = 7;

    /** The privileges of this process. */
    public static Privileges own() {
        return with(capabilities("CapEff"));
    }

    /** The privileges of a program that it executes. */
    public static Privileges ofPrograms() {
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

    /** The capabilities of a program without file capabilities that this process executes, see capabilities(7). */
    private static long capabilitiesAcrossExec(long uid) {
        return uid == 0 ? capabilities("CapEff") & capabilities("CapBnd") : capabilities("CapAmb");
    }

    /** A capability set of this process, by its name in /proc/PID/status. */
    public static long capabilities(String set) {
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
