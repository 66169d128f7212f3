package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meproc.process.LauncherChoice;
import io.meproc.task.command.Limit.Resource;
import io.meproc.task.command.ListenSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a process finds when it looks around itself. */
@Tag("slow")
class InsideTest {
    @TempDir
    private Path directory;

    private Path place;

    @BeforeEach
    void aPlaceThatEverybodyMayEnter() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        place = Files.createDirectory(directory.resolve("place"));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private String output(LauncherChoice launcher, TaskOrder order) throws IOException {
        try (Supervised side = new Supervised(directory.resolve("logs"), launcher)) {
            side.start("inside", order);
            side.end("inside", 0);
            return side.output("inside");
        }
    }

    /** The lines of a file of proc(5), by the word before the colon. */
    private static Map<String, String> status(String lines) {
        return lines.lines()
                .filter(line -> line.contains(":"))
                .map(line -> line.split(":", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1].strip(), (first, second) -> first));
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aUserKeepsNothingOfTheSupervisorsRights(LauncherChoice launcher) throws Exception {
        String said =
                output(launcher, TaskOrder.args("cat", "/proc/self/status").user("nobody"));

        Map<String, String> status = status(said);
        assertThat(status.get("Uid").split("\t")).containsOnly("65534");
        assertThat(status.get("Gid").split("\t")).containsOnly("65534");
        assertThat(status.get("Groups")).isEqualTo("65534");
        for (String set : new String[] {"CapInh", "CapPrm", "CapEff", "CapAmb"}) {
            assertThat(status.get(set)).as(set).matches("0+");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aUserIsWhoIdSaysItIs(LauncherChoice launcher) throws Exception {
        String said = output(
                launcher,
                TaskOrder.line("id -un; id -u; id -G; echo $HOME $USER").user("nobody"));

        assertThat(said).isEqualTo("nobody\n65534\n65534\n/nonexistent nobody\n");
    }

    @Test
    void noSignalIsBlockedOrIgnoredWhateverTheSupervisorDoes() throws Exception {
        Map<String, String> status = status(output(LauncherChoice.NATIVE, TaskOrder.args("cat", "/proc/self/status")));

        for (String mask : new String[] {"SigBlk", "SigIgn", "SigCgt", "SigPnd", "ShdPnd"}) {
            assertThat(status.get(mask)).as(mask).matches("0+");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void nothingIsOpenButInputAndOutput(LauncherChoice launcher) throws Exception {
        // The fourth is the folder itself, which ls has open to list it.
        String said = output(launcher, TaskOrder.args("ls", "/proc/self/fd").user("nobody"));

        assertThat(said.lines()).containsExactly("0", "1", "2", "3");
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void maskFolderInputAndNicenessAreTheTasksOwn(LauncherChoice launcher) throws Exception {
        Path input = Files.writeString(place.resolve("input"), "from a file\n");
        TaskOrder order = TaskOrder.line("umask; pwd; nice; cat; echo x > made; stat -c %a made")
                .umask(0137)
                .cwd(place)
                .stdin(input)
                .nice(7);
        if (launcher == LauncherChoice.NATIVE) {
            order.user("nobody");
        }

        assertThat(output(launcher, order)).isEqualTo("0137\n" + place + "\n7\nfrom a file\n640\n");
    }

    private static ListenSocket socket(Path path) {
        return new ListenSocket("web", new ListenSocket.Unix(path.toString()), 16, ListenSocket.DEFAULT_MODE);
    }

    @Test
    void aTaskOfAnotherUserGetsASocketThatItCouldNotOpenItself() throws Exception {
        Path path = directory.resolve("web.sock");
        String line =
                "id -un; echo $LISTEN_FDS $LISTEN_FDNAMES; readlink /proc/$$/fd/3 | cut -c 1-7; : > " + path + "2";

        assertThat(output(
                        LauncherChoice.NATIVE,
                        TaskOrder.line(line).user("nobody").listens(socket(path))))
                .startsWith("nobody\n1 web\nsocket:\n")
                .contains("Permission denied");
    }

    @Test
    void thePortableLauncherRefusesListeningSockets() throws Exception {
        try (Supervised side = new Supervised(directory.resolve("logs"), LauncherChoice.PORTABLE)) {
            assertThat(side.refusal("web", TaskOrder.line("cat").listens(socket(directory.resolve("web.sock")))))
                    .isEqualTo("sockets: the portable launcher can't pass them on; the native one can, on Linux");
            assertThat(directory.resolve("web.sock")).doesNotExist();
        }
    }

    @Test
    void whatThePortableLauncherWouldOpenWithItsOwnRightsItRefuses() throws Exception {
        Path secret = Files.writeString(place.resolve("secret"), "not for nobody\n");
        try (Supervised side = new Supervised(directory.resolve("logs"), LauncherChoice.PORTABLE)) {
            assertThat(side.refusal("stdin", TaskOrder.line("cat").stdin(secret).user("nobody")))
                    .startsWith("stdin: the portable launcher would open it with Meproc's own rights");
            assertThat(side.refusal("cwd", TaskOrder.line("pwd").cwd(place).user("nobody")))
                    .startsWith("cwd: the portable launcher would open it with Meproc's own rights");
            Path fifo = place.resolve("fifo");
            assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                    .isZero();
            assertThat(side.refusal("fifo", TaskOrder.line("cat").stdin(fifo)))
                    .isEqualTo("stdin " + fifo + ": is no regular file, and the portable launcher takes no other");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void everyLimitIsThere(LauncherChoice launcher) throws Exception {
        TaskOrder order = TaskOrder.args("cat", "/proc/self/limits").user("nobody");
        order.limit(Resource.NOFILE, 77, 99)
                .limit(Resource.NPROC, 1001, 1002)
                .limit(Resource.CORE, 0, 4096)
                .limit(Resource.AS, 1L << 32, -1)
                .limit(Resource.FSIZE, 1 << 20, 1 << 21)
                .limit(Resource.CPU, 50, 60)
                .limit(Resource.MEMLOCK, 8192, 16_384)
                .limit(Resource.STACK, 1 << 22, 1 << 23);

        String said = output(launcher, order);

        assertThat(said.lines().map(line -> line.replaceAll(" +", " ").strip()))
                .contains(
                        "Max open files 77 99 files",
                        "Max processes 1001 1002 processes",
                        "Max core file size 0 4096 bytes",
                        "Max address space 4294967296 unlimited bytes",
                        "Max file size 1048576 2097152 bytes",
                        "Max cpu time 50 60 seconds",
                        "Max locked memory 8192 16384 bytes",
                        "Max stack size 4194304 8388608 bytes");
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aProcessKnowsWhichOneItIs(LauncherChoice launcher) throws Exception {
        TaskOrder order = TaskOrder.args(
                        "sh", "-c", "echo $MEPROC_TASK $MEPROC_REPLICA_INDEX $0 $PORT \"$QUOTED\"", "r${replica}")
                .env("PORT", "80${replica}")
                .env("QUOTED", " two\nlines 'and' \"quotes\" $HOME ")
                .replicas(3);
        try (Supervised side = new Supervised(directory.resolve("logs"), launcher)) {
            side.start("inside", order);
            for (int i = 0; i < 3; i++) {
                side.end("inside", i);
                assertThat(Files.readString(side.log("inside", i)))
                        .isEqualTo("inside " + i + " r" + i + " 80" + i + "  two\nlines 'and' \"quotes\" $HOME \n");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aShellLineHasTheIndexAsAVariable(LauncherChoice launcher) throws Exception {
        String said = output(launcher, TaskOrder.line("echo ${replica} '${replica}' $((replica + 1))"));

        assertThat(said).isEqualTo("0 ${replica} 1\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aShellLineHasTheIndexWithoutTheBracesAsWell(LauncherChoice launcher) throws Exception {
        assertThat(output(launcher, TaskOrder.line("echo $replica"))).isEqualTo("0\n");
        assertThat(output(launcher, TaskOrder.line("echo $replica").env("replica", "mine")))
                .isEqualTo("0\nmine\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void theReplacedTextCanBeMeantLiterally(LauncherChoice launcher) throws Exception {
        String said = output(
                launcher,
                TaskOrder.args(
                                "sh",
                                "-c",
                                "printf '%s ' \"$0\" \"$@\" \"$V\"",
                                "$${replica}",
                                "$$${replica}",
                                "a$${replica}${replica}$")
                        .env("V", "$${replica}"));

        assertThat(said).isEqualTo("${replica} $${replica} a${replica}0$ ${replica} ");
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aVariableMayHaveAnyName(LauncherChoice launcher) throws Exception {
        String said = output(
                launcher,
                TaskOrder.args("cat", "/proc/self/environ")
                        .env("spring.datasource.url", "x")
                        .env("my-var", "y")
                        .env("a b", "z"));

        assertThat(said.split("\0")).contains("spring.datasource.url=x", "my-var=y", "a b=z");
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void theMemoryScoreIsWhatWasAskedForOrZero(LauncherChoice launcher) throws Exception {
        Path own = Path.of("/proc/self/oom_score_adj");
        String before = Files.readString(own);
        Files.writeString(own, "300");
        try {
            assertThat(output(launcher, TaskOrder.args("cat", own.toString()))).isEqualTo("0\n");
            assertThat(output(launcher, TaskOrder.args("cat", own.toString()).oomScore(500)))
                    .isEqualTo("0\n500\n");
            assertThat(output(
                            launcher,
                            TaskOrder.args("cat", own.toString()).oomScore(1000).user("nobody")))
                    .isEqualTo("0\n500\n1000\n");
        } finally {
            Files.writeString(own, before);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aMemoryScoreThatNeedsMorePrivilegeIsRefused(LauncherChoice launcher) throws Exception {
        long capabilities = Long.parseLong(
                status(Files.readString(Path.of("/proc/self/status"))).get("CapEff"), 16);
        boolean mayLower = (capabilities >> 24 & 1) == 1;
        try (Supervised side = new Supervised(directory.resolve("logs"), launcher)) {
            TaskOrder order = TaskOrder.args("true").oomScore(-1000);
            if (mayLower) {
                side.start("inside", order);
                side.end("inside", 0);
            } else {
                assertThat(side.refusal("inside", order)).contains("oom_score_adj", "-1000 needs CAP_SYS_RESOURCE");
            }
        }
    }

    /** Each session is a scheduling group of its own, and only its niceness counts between programs; see sched(7). */
    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void theNicenessCountsBetweenTasks(LauncherChoice launcher) throws Exception {
        Path file = Path.of("/proc/self/autogroup");
        assumeTrue(Files.exists(file), "this kernel has no autogroups");

        assertThat(output(launcher, TaskOrder.args("cat", file.toString()).nice(7)))
                .endsWith(" nice 7\n");
        assertThat(output(launcher, TaskOrder.args("cat", file.toString()))).endsWith(" nice 0\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void theLimitOfOpenFilesIsTheOneThatMeprocWasStartedWith(LauncherChoice launcher) throws Exception {
        System.setProperty("meproc.nofile", "123");
        try {
            assertThat(output(launcher, TaskOrder.line("ulimit -Sn"))).isEqualTo("123\n");
            assertThat(output(launcher, TaskOrder.line("ulimit -Sn; ulimit -Hn").limit(Resource.NOFILE, 77, 99)))
                    .isEqualTo("123\n77\n99\n");
        } finally {
            System.clearProperty("meproc.nofile");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void argumentsArriveAsTheyAre(LauncherChoice launcher) throws Exception {
        String[] words = {"printf", "<%s>", "", " ", "*", "$HOME", "a\nb", "'", "\u00e9\ud83d\ude00", "-n"};

        assertThat(output(launcher, TaskOrder.args(words)))
                .isEqualTo(Arrays.stream(words)
                        .skip(2)
                        .map(word -> "<" + word + ">")
                        .collect(Collectors.joining()));
    }
}
