package io.meproc.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who the supervisor is, and whether a program that it executes may become somebody else.
 *
 * @param uid its effective user
 * @param gid its effective group
 */
record Privileges(long uid, long gid, boolean maySetUser, boolean maySetGroup) {
    private static final int CAP_SETGID = 6;
    private static final int CAP_SETUID = 7;

    /** Those of this process. */
    static Privileges own() {
        long uid = Integer.toUnsignedLong(LibC.geteuid());
        long acrossExec = capabilitiesAcrossExec(uid);
        return new Privileges(
                uid,
                Integer.toUnsignedLong(LibC.getegid()),
                (acrossExec >> CAP_SETUID & 1) == 1,
                (acrossExec >> CAP_SETGID & 1) == 1);
    }

    /** What a program without file capabilities is given when this process executes it, see capabilities(7). */
    private static long capabilitiesAcrossExec(long uid) {
        return uid == 0 ? capabilities("CapEff") & capabilities("CapBnd") : capabilities("CapAmb");
    }

    private static long capabilities(String set) {
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
