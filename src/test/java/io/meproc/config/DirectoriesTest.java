package io.meproc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.meproc.hook.HookSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
    @TempDir
    Path directory;

    private static Settings settings(Path data, Path logs) {
        return new Settings(
                "127.0.0.1",
                0,
                "box",
                Level.INFO,
                logs,
                data,
                Optional.empty(),
                1,
                List.of(),
                "",
                Optional.empty(),
                ZoneOffset.UTC,
                "auto",
                0600,
                Optional.empty(),
                false,
                "refuse",
                true,
                false,
                Limits.DEFAULT,
                HistoryBounds.DEFAULT,
                HookSettings.NONE);
    }

    @Test
    void missingOnesAreMadeForTheOwnersEyesOnly() throws IOException {
        Path data = directory.resolve("a/b");
        Directories.prepare(settings(data, data.resolve("logs")));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("logs"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aFileInTheirPlaceIsSaidSoWithTheSetting() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> Directories.prepare(settings(file, directory)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("data_dir: " + file + " can't be created: " + file
                        + " exists and is not a directory; set MEPROC_DATA_DIR, or data_dir in the"
                        + " configuration file, to a directory that this user may write");
        assertThatThrownBy(() -> Directories.prepare(settings(directory, file.resolve("logs"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("log_dir: " + file + "/logs can't be created: ")
                .hasMessageContaining("; set MEPROC_LOG_DIR, or log_dir in the configuration file, to")
                .message()
                .doesNotContain("Exception");
    }

    @Test
    void aDataDirectoryKeepsItsId() throws IOException {
        Settings settings = settings(directory, directory);
        String id = Directories.id(settings);
        assertThat(UUID.fromString(id)).hasToString(id);
        assertThat(Directories.id(settings)).isEqualTo(id);
        Files.writeString(directory.resolve("id"), "\n");
        assertThat(Directories.id(settings)).isNotBlank().isNotEqualTo(id).isEqualTo(Directories.id(settings));
    }

    @Test
    void aDataDirectoryKeepsItsKeyForItsOwnersEyesOnly() throws IOException {
        Settings settings = settings(directory, directory);
        byte[] key = Directories.markKey(settings);
        assertThat(key).hasSize(32).isEqualTo(Directories.markKey(settings));
        Path file = directory.resolve("key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.writeString(file, "too short\n");
        assertThat(Directories.markKey(settings))
                .hasSize(32)
                .isNotEqualTo(key)
                .isEqualTo(Directories.markKey(settings));
    }

    @Test
    void aDataDirectoryHasOneServiceAtATime() {
        Settings settings = settings(directory, directory);
        try (DirectoryClaim first = DirectoryClaim.on(settings)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DirectoryClaim.on(settings))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("data_dir: " + directory + " is in use by another Meproc, process "
                            + ProcessHandle.current().pid() + "; configure a separate directory for each");
        }
        DirectoryClaim.on(settings).close();
    }

    @Test
    void aLogDirectoryHasOneServiceAtATime() {
        Path logs = directory.resolve("logs");
        Settings first = settings(directory.resolve("first"), logs);
        Settings second = settings(directory.resolve("second"), logs);
        Directories.prepare(first);
        Directories.prepare(second);
        try (DirectoryClaim claim = DirectoryClaim.on(first)) {
            assertThat(claim).isNotNull();
            assertThatThrownBy(() -> DirectoryClaim.on(second))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("log_dir: " + logs + " is in use by another Meproc, process ");
            // What was refused holds nothing.
            DirectoryClaim.on(settings(directory.resolve("second"), directory.resolve("second")))
                    .close();
        }
        DirectoryClaim.on(second).close();
    }

    @Test
    void aRefusedClaimDoesNotGiveUpTheClaimOfAnotherServiceInThisProgram() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        Settings settings = settings(directory, directory);
        try (DirectoryClaim first = DirectoryClaim.on(settings)) {
            assertThat(first).isNotNull();
            assertThat(lockedForOthers(directory.resolve("lock"))).isTrue();
            assertThatThrownBy(() -> DirectoryClaim.on(settings)).isInstanceOf(ConfigurationException.class);
            assertThatThrownBy(() -> DirectoryClaim.on(settings(link, link)))
                    .isInstanceOf(ConfigurationException.class);
            assertThat(lockedForOthers(directory.resolve("lock"))).isTrue();
            assertThat(lockedForOthers(directory.resolve(".lock"))).isTrue();
        }
        assertThat(lockedForOthers(directory.resolve("lock"))).isFalse();
    }

    @Test
    void aClaimThatWasLostIsTakenAgainAndRefusesWhileAnotherServiceHasIt() throws Exception {
        Path logs = directory.resolve("logs");
        Settings settings = settings(directory.resolve("data"), logs);
        Directories.prepare(settings);
        try (DirectoryClaim claim = DirectoryClaim.on(settings)) {
            assertThat(claim.obstacle()).isNull();
            Files.delete(logs.resolve(".lock"));
            await().until(() -> claim.obstacle() == null && Files.exists(logs.resolve(".lock")));
            assertThat(lockedForOthers(logs.resolve(".lock"))).isTrue();

            Settings other = settings(directory.resolve("other"), logs);
            Directories.prepare(other);
            try (DirectoryClaim second = overtaking(claim, logs.resolve(".lock"), other)) {
                assertThat(second.obstacle()).isNull();
                await().until(() -> claim.obstacle() != null);
                assertThat(claim.obstacle()).startsWith("log_dir: " + logs + " is in use by another Meproc, process ");
            }
            assertThat(claim.obstacle()).isNull();
            assertThat(lockedForOthers(logs.resolve(".lock"))).isTrue();
        }
        DirectoryClaim.on(settings).close();
    }

    /** A claim to what another claim has lost, before that one notices. */
    private static DirectoryClaim overtaking(DirectoryClaim claim, Path lock, Settings other) throws IOException {
        synchronized (claim) {
            Files.delete(lock);
            return DirectoryClaim.on(other);
        }
    }

    /** Whether another process can't lock it: the kernel's table of locks has it. */
    private static boolean lockedForOthers(Path file) throws Exception {
        String inode = Files.getAttribute(file, "unix:ino").toString();
        return Files.readString(Path.of("/proc/locks")).contains(":" + inode + " ");
    }
}
