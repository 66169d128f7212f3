package io.meproc.store;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.task.Changeset;
import io.meproc.task.Event;
import io.meproc.task.Refusal;
import io.meproc.task.StoredTable.StoredTask;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A store on a disk of its own, whose faults are real; the program of {@link BadDiskTest}. */
final class BadDisk {
    private static final int TASKS = 50;

    private final Path disk;
    private final Path device;

    private BadDisk(Path disk, Path device) {
        this.disk = disk;
        this.device = device;
    }

    public static void main(String[] arguments) throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        BadDisk disk = new BadDisk(Path.of(arguments[1]), Path.of(arguments[2]));
        switch (arguments[0]) {
            case "full" -> disk.full();
            case "frozen" -> disk.frozen();
            case "full-at-start" -> disk.fullAtStart();
            case "noexec" -> disk.noexec();
            case "broken" -> disk.broken();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    private void full() throws IOException {
        try (RunningStore store = new RunningStore(disk)) {
            assertThat(store.write(change(0))).isNull();
            run("head -c 1G /dev/zero >" + disk + "/fill || true");
            for (int i = 1; i < TASKS; i++) {
                assertRefused(store.write(change(i)), "no space is left for " + disk + "/meproc.db");
            }
            assertThat(store.announced)
                    .extracting(BadDisk::obstacle)
                    .doesNotContainNull()
                    .hasSize(1);
            Files.delete(disk.resolve("fill"));
            await().until(() -> store.announced.size() == 2);
            assertThat(obstacle(store.announced.get(1))).isNull();
            assertThat(store.write(change(TASKS))).isNull();
        }
        assertKept(TASKS + 1);
    }

    private void fullAtStart() throws IOException {
        try (RunningStore store = new RunningStore(disk)) {
            assertThat(store.write(change(0))).isNull();
        }
        run("head -c 1G /dev/zero >" + disk + "/fill || true");
        try (RunningStore store = new RunningStore(disk)) {
            assertThat(store.load().tasks()).hasSize(1);
            assertThat(store.announced)
                    .extracting(BadDisk::obstacle)
                    .doesNotContainNull()
                    .isNotEmpty();
            assertRefused(store.write(change(1)), "no space is left for " + disk + "/meproc.db");
            Files.delete(disk.resolve("fill"));
            await().until(() -> obstacle(store.announced.get(store.announced.size() - 1)) == null);
        }
        assertKept(2);
    }

    private void noexec() {
        try (RunningStore store = new RunningStore(disk)) {
            assertThat(store.write(change(0))).isNull();
        }
        assertKept(1);
    }

    private void frozen() throws IOException {
        try (RunningStore store = new RunningStore(disk)) {
            assertThat(store.write(change(0))).isNull();
            run("fsfreeze -f " + disk);
            Future<@Nullable Refusal> waiting = store.begin(change(1));
            Future<@Nullable Refusal> queued = store.begin(change(2));
            assertRefused(done(waiting), "the disk has not confirmed a write for 5 s");
            assertRefused(done(queued), "the disk has not confirmed a write for 5 s");
            assertRefused(store.write(change(3)), "the disk has not confirmed");
            assertThat(store.announced)
                    .extracting(BadDisk::obstacle)
                    .doesNotContainNull()
                    .hasSize(1);
            run("fsfreeze -u " + disk);
            await().until(() -> store.announced.size() == 2);
            assertThat(obstacle(store.announced.get(1))).isNull();
            assertThat(store.write(change(4))).isNull();
        }
        assertKept(5);
    }

    /** The kernel makes a file system read-only that it finds broken. */
    private void broken() throws IOException {
        RunningStore store = new RunningStore(disk);
        assertThat(store.write(change(0))).isNull();
        run("echo test >/sys/fs/ext4/" + device.getFileName() + "/trigger_fs_error");
        assertRefused(store.write(change(1)), "check the disk of " + disk);
        assertRefused(store.write(change(2)), "running tasks go on");
        store.close();
    }

    private void assertKept(int tasks) {
        try (RunningStore store = new RunningStore(disk)) {
            assertThat(store.load().tasks())
                    .hasSize(tasks)
                    .extracting(StoredTask::record)
                    .contains(change(tasks - 1).tasks().get(0));
        }
    }

    private static Changeset change(int number) {
        return Records.tasks(Records.task(number + 1, "task" + number, 1));
    }

    private static void assertRefused(@Nullable Refusal answer, String words) {
        assertThat(Objects.requireNonNull(answer).reason()).isEqualTo(Refusal.Reason.STORE_FAILED);
        assertThat(answer.detail()).contains(words).contains("While that lasts");
    }

    private static @Nullable Refusal obstacle(Event event) {
        return ((Event.StoreChecked) event).obstacle();
    }

    private static void run(String command) throws IOException {
        try {
            assertThat(new ProcessBuilder(List.of("sh", "-c", command))
                            .inheritIO()
                            .start()
                            .waitFor())
                    .as(command)
                    .isZero();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException(ended);
        }
    }
}
