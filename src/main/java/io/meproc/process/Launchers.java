package io.meproc.process;

import io.meproc.linux.Abi;
import io.meproc.process.account.AccountDatabase;
import io.meproc.process.account.Identities;
import io.meproc.process.account.Privileges;
import io.meproc.process.account.SystemIdentities;
import io.meproc.process.context.Turns;
import io.meproc.process.spawn.NativeSupport;
import io.meproc.task.Notice;
import io.meproc.task.Report;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the configured launcher, or the best one for this machine. */
final class Launchers {
    private static final Logger LOG = LoggerFactory.getLogger(Launchers.class);

    private Launchers() {}

    /** Fails with a message for the operator. */
    static Launcher open(ProcessSettings settings, Consumer<Report> reports, Consumer<Notice> notices, Turns turns) {
        settings.logs().create();
        if (settings.launcher() == LauncherChoice.PORTABLE) {
            return portable(settings, reports, turns);
        }
        String reservation = NativeSupport.reservation(Abi.ofThisMachine());
        if (settings.launcher() == LauncherChoice.AUTO && reservation != null) {
            LOG.info("Using the portable launcher: {}", reservation);
            return portable(settings, reports, turns);
        }
        try {
            return started(settings, reports, notices, turns);
        } catch (IllegalStateException impossible) {
            if (settings.launcher() == LauncherChoice.NATIVE) {
                throw impossible;
            }
            LOG.info("Using the portable launcher: {}", impossible.getMessage());
            return portable(settings, reports, turns);
        }
    }

    private static Launcher started(
            ProcessSettings settings, Consumer<Report> reports, Consumer<Notice> notices, Turns turns) {
        String obstacle = NativeSupport.obstacleToSpawning();
        if (obstacle != null) {
            throw new IllegalStateException("the native launcher can't work here: " + obstacle);
        }
        NativeLauncher launcher = new NativeLauncher(settings, reports, notices, turns);
        try {
            launcher.start();
            return launcher;
        } catch (IllegalStateException impossible) {
            launcher.close();
            throw impossible;
        }
    }

    private static Launcher portable(ProcessSettings settings, Consumer<Report> reports, Turns turns) {
        String obstacle = NativeSupport.obstacleToAccounts();
        Identities identities = obstacle == null
                ? new SystemIdentities(new AccountDatabase(), Privileges.ofPrograms())
                : Identities.ownOnly(obstacle);
        boolean nativeCalls = NativeSupport.obstacleToSpawning() == null;
        return new PortableLauncher(settings, identities, new HandleSignals(nativeCalls), reports, turns);
    }
}
