package io.meproc.process;

import io.meproc.task.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the launcher that an operator asked for, or the best that the machine allows. */
final class Launchers {
    private static final Logger LOG = LoggerFactory.getLogger(Launchers.class);

    private Launchers() {}

    /** Fails with a reason for the operator's eyes. */
    static Launcher open(ProcessSettings settings, LogFolders folders, Consumer<Report> reports, Turns turns) {
        createLogDirectory(settings);
        if (settings.launcher() == LauncherChoice.PORTABLE) {
            return portable(settings, folders, reports, turns);
        }
        String reservation = NativeSupport.reservation(Abi.ofThisMachine());
        if (settings.launcher() == LauncherChoice.AUTO && reservation != null) {
            LOG.info("Using the portable launcher: {}", reservation);
            return portable(settings, folders, reports, turns);
        }
        try {
            return started(settings, folders, reports, turns);
        } catch (IllegalStateException impossible) {
            if (settings.launcher() == LauncherChoice.NATIVE) {
                throw impossible;
            }
            LOG.info("Using the portable launcher: {}", impossible.getMessage());
            return portable(settings, folders, reports, turns);
        }
    }

    private static Launcher started(
            ProcessSettings settings, LogFolders folders, Consumer<Report> reports, Turns turns) {
        String obstacle = NativeSupport.obstacleToSpawning();
        if (obstacle != null) {
            throw new IllegalStateException("the native launcher can't work here: " + obstacle);
        }
        NativeLauncher launcher = new NativeLauncher(settings, folders, reports, turns);
        try {
            launcher.start();
            return launcher;
        } catch (IllegalStateException impossible) {
            launcher.close();
            throw impossible;
        }
    }

    private static Launcher portable(
            ProcessSettings settings, LogFolders folders, Consumer<Report> reports, Turns turns) {
        String obstacle = NativeSupport.obstacleToAccounts();
        Identities identities = obstacle == null
                ? new SystemIdentities(new AccountDatabase(), Privileges.ofPrograms())
                : Identities.ownOnly(obstacle);
        boolean nativeCalls = NativeSupport.obstacleToSpawning() == null;
        return new PortableLauncher(settings, folders, identities, new HandleSignals(nativeCalls), reports, turns);
    }

    private static void createLogDirectory(ProcessSettings settings) {
        Path directory = settings.logDirectory();
        try {
            Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
            settings.logAccess().applyTo(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException("the log directory " + directory + " can't be created", failed);
        }
    }

    /** Permissions for something new, where the file system knows such. */
    static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
