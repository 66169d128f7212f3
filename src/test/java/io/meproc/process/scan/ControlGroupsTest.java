package io.meproc.process.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.meproc.linux.Abi;
import io.meproc.process.NativeChild;
import io.meproc.process.account.Identity;
import io.meproc.process.spawn.EnvironmentBlock;
import io.meproc.process.spawn.Spawner;
import io.meproc.process.watch.ExitWatcher;
import io.meproc.process.watch.Reaper;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control groups, played by files of the same names; the processes are real. */
class ControlGroupsTest {
    private static final Run RUN = new Run(new ReplicaId("a", 0), 7);
    private static final Run RUN_AFTER = new Run(new ReplicaId("a", 0), 1000);

    @TempDir
    private Path directory;

    private Path proc;
    private Path group;

    @BeforeEach
    void playTheKernel() throws IOException {
        proc = Files.createDirectory(directory.resolve("proc"));
        group = Files.createDirectories(directory.resolve("mounted/meproc.service"));
        Files.writeString(proc.resolve("cgroup"), "4:memory:/old\n0::/system/meproc.service\n");
        Files.writeString(
                proc.resolve("mountinfo"),
                "30 24 0:26 / /sys rw shared:7 - sysfs sysfs rw\n" + "31 30 0:27 /system "
                        + directory.resolve("mounted") + " rw,nosuid shared:9 - cgroup2 cgroup2 rw\n");
        Files.writeString(group.resolve("cgroup.controllers"), "cpu memory pids\n");
        Files.createFile(group.resolve("cgroup.procs"));
    }

    private void mark(String value) throws IOException {
        Files.getFileAttributeView(group, UserDefinedFileAttributeView.class)
                .write("delegate", StandardCharsets.UTF_8.encode(value));
    }

    private ControlGroups groups() {
        return ControlGroups.find(new OwnGroup(proc));
    }

    @Test
    void aGroupThatWasNotHandedOverIsLeftAlone() throws Exception {
        assertThat(new OwnGroup(proc).delegated()).isNull();
        assertThat(groups().of(RUN, false)).isEqualTo(ControlGroup.NONE);

        mark("0");
        assertThat(new OwnGroup(proc).delegated()).isNull();

        try (var left = Files.list(group)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("cgroup.controllers", "cgroup.procs");
        }
    }

    @Test
    void aGroupThatCountsNoMemoryIsDividedAsWell() throws Exception {
        mark("1");
        Files.writeString(group.resolve("cgroup.controllers"), "cpu pids\n");

        assertThat(groups().of(RUN, false).directory())
                .isEqualTo(group.resolve("run-7"))
                .exists();

        assertThat(group.resolve("cgroup.subtree_control")).doesNotExist();
    }

    @Test
    void theMembersOfAGroupAndOfGroupsWithinItBelongToTheRun() throws Exception {
        mark("1");
        ControlGroups groups = groups();
        ControlGroup one = groups.of(RUN, false);
        ControlGroup other = groups.of(RUN_AFTER, false);
        Path within = Files.createDirectories(group.resolve("run-7/within/again"));
        Files.writeString(group.resolve("run-7/cgroup.procs"), "11\n12\n");
        Files.writeString(within.resolve("cgroup.procs"), "0\n13\n");
        Files.writeString(group.resolve("run-1000/cgroup.procs"), "14\n");

        assertThat(groups.members(Set.of(RUN))).containsOnly(entry(11, RUN), entry(12, RUN), entry(13, RUN));

        groups.release(one);
        groups.release(other);
        assertThat(groups.members(Set.of()).keySet()).containsExactlyInAnyOrder(11, 12, 13, 14);
    }

    @Test
    void whatARunMayLeaveBehindBelongsToNobodyAfterIt() throws Exception {
        mark("1");
        ControlGroups groups = groups();
        ControlGroup one = groups.of(RUN, true);
        Files.writeString(group.resolve("run-7/cgroup.procs"), "11\n");
        assertThat(groups.members(Set.of(RUN))).containsOnly(entry(11, RUN));

        groups.release(one);

        assertThat(groups.members(Set.of(RUN))).isEmpty();
    }

    @Test
    void aGroupThatWasHandedOverIsDividedAmongTheRuns() throws Exception {
        mark("1");
        Files.createDirectory(group.resolve("run-3"));

        ControlGroups groups = groups();
        ControlGroup one = groups.of(RUN, false);

        assertThat(group.resolve("cgroup.subtree_control")).hasContent("+memory");
        assertThat(group.resolve("supervisor/cgroup.procs"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
        assertThat(group.resolve("run-3")).doesNotExist();
        assertThat(one.directory()).isEqualTo(group.resolve("run-7")).exists();
        groups.release(one);
        assertThat(group.resolve("run-7")).doesNotExist();
    }

    @Test
    void aGroupThatStillHasMembersIsTakenAwayLater() throws Exception {
        mark("1");
        ControlGroups groups = groups();
        ControlGroup one = groups.of(RUN, false);
        Path member = Files.createFile(group.resolve("run-7/member"));
        groups.release(one);
        assertThat(group.resolve("run-7")).exists();

        Files.delete(member);
        groups.of(new Run(RUN.replica(), 8), false);

        assertThat(group.resolve("run-7")).doesNotExist();
    }

    @Test
    void aSpawnTriesAFewOldGroupsHoweverManyThereAre() throws Exception {
        mark("1");
        ControlGroups groups = groups();
        int old = 2 * ControlGroups.RETRIES;
        for (int run = 1; run <= old; run++) {
            ControlGroup one = groups.of(new Run(RUN.replica(), run), false);
            Files.createFile(group.resolve("run-" + run + "/member"));
            groups.release(one);
        }
        for (int run = 1; run <= old; run++) {
            Files.delete(group.resolve("run-" + run + "/member"));
        }

        groups.release(groups.of(RUN_AFTER, false));
        assertThat(runs()).isEqualTo(old - ControlGroups.RETRIES);
        groups.release(groups.of(RUN_AFTER, false));
        assertThat(runs()).isZero();
    }

    private long runs() throws IOException {
        try (var groups = Files.list(group)) {
            return groups.filter(file -> file.getFileName().toString().startsWith("run-"))
                    .count();
        }
    }

    @Test
    void theTopOfAContainersGroupsIsItsOwn() throws Exception {
        Files.writeString(proc.resolve("cgroup"), "0::/\n");
        Files.writeString(proc.resolve("mountinfo"), "31 30 0:27 / " + group + " rw - cgroup2 cgroup rw\n");
        assertThat(new OwnGroup(proc).delegated()).isNull();

        Files.createFile(group.resolve("cgroup.type"));

        assertThat(new OwnGroup(proc).delegated()).isEqualTo(group);
    }

    @Test
    void aSigkillIsTheKernelsWhenItsCounterSaysSoAndNobodyElseSentIt() throws Exception {
        assertThat(status("exec kill -9 $$", "oom 1\noom_kill 0\n", false))
                .isEqualTo(new ExitStatus.Signaled(9, false));
        assertThat(status("exec kill -9 $$", "oom 1\noom_kill 1\noom_group_kill 0\n", false))
                .isEqualTo(new ExitStatus.KilledForMemory());
        assertThat(status("exec sleep 1000", "oom_kill 1\n", true)).isEqualTo(new ExitStatus.Signaled(9, false));
        assertThat(status("exit 3", "oom_kill 1\n", false)).isEqualTo(new ExitStatus.Exited(3));
    }

    @Test
    void eventsThatCantBeReadTellNothing() throws Exception {
        mark("1");
        ControlGroup one = groups().of(RUN, false);
        assertThat(one.ranOut()).isFalse();

        // Opened like a file, and refuses to be read like that of a group that was taken away.
        Files.createDirectory(Objects.requireNonNull(one.directory()).resolve("memory.events"));

        assertThat(one.ranOut()).isFalse();
    }

    /** How a process ends whose group has these events. */
    private ExitStatus status(String line, String events, boolean kill) throws Exception {
        mark("1");
        ControlGroup memory = groups().of(RUN, false);
        Path place = Objects.requireNonNull(memory.directory());
        Files.writeString(place.resolve("memory.events"), events);
        Files.createFile(place.resolve("cgroup.procs"));
        try (Spawner spawner = new Spawner(Objects.requireNonNull(Abi.ofThisMachine()), EnvironmentBlock.inherited())) {
            int pid = spawner.spawn(new Command(line, null, null), Identity.OWN, Map.of(), memory, spawner.nothing());
            // Written by the process itself, before it became the program.
            assertThat(place.resolve("cgroup.procs")).hasContent("0");
            NativeChild child = new NativeChild(RUN, pid, ExitWatcher.NONE, memory);
            if (kill) {
                child.send(Signal.KILL);
            }
            Reaper.await(pid);
            child.settle();
            return Objects.requireNonNull(child.status());
        } finally {
            Files.delete(place.resolve("memory.events"));
            Files.delete(place.resolve("cgroup.procs"));
        }
    }
}
