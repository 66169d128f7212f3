package io.meproc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are really full, frozen or broken, each in a mount namespace of its own, so that nothing stays mounted. */
class BadDiskTest {
    private static final String EXT4 =
            "truncate -s 16M %1$s.img && mkfs.ext4 -q -e remount-ro %1$s.img 2>/dev/null && mount -o loop"
                    + " %1$s.img %1$s";
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path directory;

    @Test
    void nothingIsLostWhileTheDiskIsFull() throws Exception {
        assertWorks("full", "mount -t tmpfs -o size=4m tmpfs %1$s");
    }

    @Test
    void tasksAreReadFromAFullDisk() throws Exception {
        assertWorks("full-at-start", "mount -t tmpfs -o size=4m tmpfs %1$s");
    }

    @Test
    void noRequestHangsWhileTheDiskDoesNotConfirmWrites() throws Exception {
        assertWorks("frozen", EXT4);
    }

    @Test
    void changesAreRefusedWhenTheKernelHasMadeTheDiskReadOnly() throws Exception {
        assertWorks("broken", EXT4);
    }

    private void assertWorks(String fault, String mount) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        String prepared = mount.formatted(disk);
        assumeTrue(run(prepared + " && umount " + disk) == 0, "no such file system can be mounted here");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String program = "'" + java + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m -cp '"
                + System.getProperty("java.class.path") + "' " + BadDisk.class.getName() + " " + fault + " " + disk
                + " \"$(findmnt -no SOURCE " + disk + ")\"";

        int exit = run(prepared + " && { " + program + "; exit=$?; fsfreeze -u " + disk + "; exit $exit; }");

        assertThat(exit).as(() -> text("stdout") + text("stderr")).isZero();
        assertThat(text("stdout").lines().filter(line -> line.contains("[ERROR] GroupCommit: Changes can't be kept")))
                .as("a message when it begins")
                .hasSize(1);
    }

    private int run(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("unshare", "-m", "sh", "-c", script)
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        return process.waitFor();
    }

    private String text(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException missing) {
            return missing.toString();
        }
    }
}
