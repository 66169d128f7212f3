package io.meproc.process.spawn;

import com.sun.jna.NativeLibrary;
import io.meproc.linux.Abi;
import io.meproc.linux.Errno;
import io.meproc.process.account.LibC;
import org.jspecify.annotations.Nullable;

/** The obstacles to native calls on this machine; null stands for none. */
public final class NativeSupport {
    private NativeSupport() {}

    /** The obstacle to looking up and switching accounts. */
    public static @Nullable String obstacleToAccounts() {
        if (!System.getProperty("os.name", "").equals("Linux")) {
            return "that needs Linux";
        }
        if (Abi.ofThisMachine() == null) {
            return "unknown architecture " + System.getProperty("os.arch");
        }
        try {
            NativeLibrary.getProcess().getFunction("gnu_get_libc_version");
            LibC.geteuid();
            return null;
        } catch (LinkageError missing) {
            return "that needs glibc (" + missing.getMessage() + ")";
        }
    }

    /** The reason why the native launcher is not the default; null if it is. */
    public static @Nullable String reservation(@Nullable Abi abi) {
        return abi == null || abi.isChecked()
                ? null
                : "on " + abi.architecture()
                        + " the native launcher is used with launcher: native only, since no release"
                        + " was checked on such a machine";
    }

    /** The obstacle to the native launcher. */
    public static @Nullable String obstacleToSpawning() {
        String obstacle = obstacleToAccounts();
        Abi abi = Abi.ofThisMachine();
        if (obstacle != null) {
            return obstacle;
        } else if (abi == null || !MachineCode.isThere(abi)) {
            return "it has no machine code for " + System.getProperty("os.arch");
        }
        try {
            Errno.words(0);
            return null;
        } catch (LinkageError missing) {
            return "that needs glibc 2.32 or later (" + missing.getMessage() + ")";
        }
    }
}
