package io.meproc.process.watch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.linux.Abi;
import io.meproc.linux.Errno;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import io.meproc.process.ProcessSide;
import io.meproc.process.account.Identity;
import io.meproc.process.scan.ControlGroup;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.spawn.EnvironmentBlock;
import io.meproc.process.spawn.SpawnException;
import io.meproc.process.spawn.Spawner;
import io.meproc.process.spawn.SystemCall;
import io.meproc.task.command.Command;
import io.meproc.task.command.Program;
import io.meproc.task.command.Surroundings;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Signal;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitWatcherTest {
    private static final Abi ABI = requireNonNull(Abi.ofThisMachine());
    private static final int RLIMIT_NOFILE = 7;
    private static final ExitStatus.Unknown UNKNOWN =
            new ExitStatus.Unknown("the process was not a child of Meproc, and the kernel kept no exit status");

    private static ExitWatcher started(long most) {
        ExitWatcher watcher = new ExitWatcher(() -> Epoll.open(ABI), most);
        watcher.start();
        return watcher;
    }

    private static Command command(String... words) {
        return new Command(new Program.Words(List.of(words)), null, null, Surroundings.INHERITED);
    }

    private static int spawn(Spawner spawner, Command command) throws SpawnException {
        return spawner.spawn(command, Identity.OWN, Map.of(), ControlGroup.NONE, spawner.nothing());
    }

    private static Spawner spawner() {
        return new Spawner(ABI, EnvironmentBlock.inherited());
    }

    private static List<String> pidfds() throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(path -> {
                        try {
                            return Files.readSymbolicLink(path).toString();
                        } catch (java.io.IOException closed) {
                            return "";
                        }
                    })
                    .filter(target -> target.contains("pidfd") || target.contains("eventpoll"))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 5, 0})
    void eachOfTenThousandEndsIsReportedOnceWhateverDescriptorsThereAre(long most) throws Exception {
        int count = most == Long.MAX_VALUE ? 10_000 : 1_000;
        AtomicIntegerArray ends = new AtomicIntegerArray(count);
        AtomicInteger all = new AtomicInteger();
        List<String> before = pidfds();
        try (ExitWatcher watcher = started(most);
                Spawner spawner = spawner()) {
            for (int i = 0; i < count; i++) {
                int index = i;
                int pid = spawn(spawner, command("/bin/true"));
                watcher.watch(watcher.descriptor(pid), () -> {
                    Reaped reaped = Reaper.reap(pid);
                    if (reaped == null) {
                        return false;
                    }
                    assertThat(reaped.status()).isEqualTo(new ExitStatus.Exited(0));
                    ends.incrementAndGet(index);
                    all.incrementAndGet();
                    return true;
                });
            }
            ProcessSide.eventually(() -> all.get() >= count);
        }
        for (int i = 0; i < count; i++) {
            assertThat(ends.get(i)).isEqualTo(1);
        }
        assertThat(pidfds()).hasSameSizeAs(before);
    }

    @Test
    void anEndIsReportedThoughTheKernelHasNoDescriptorLeft() throws Exception {
        // What a complaint needs is loaded now: nothing can be while the limit is down.
        try (ExitWatcher none = started(0)) {
            assertThat(none.descriptor(1)).isEqualTo(ExitWatcher.NONE);
        }
        assertThat(Errno.words(24)).contains("EMFILE");
        try (ExitWatcher watcher = started(Long.MAX_VALUE);
                Spawner spawner = spawner()) {
            int pid = spawn(spawner, command("sleep", "1000"));
            int pidfd = withoutDescriptors(() -> watcher.descriptor(pid));
            CompletableFuture<ExitStatus> end = new CompletableFuture<>();
            watcher.watch(pidfd, () -> {
                Reaped reaped = Reaper.reap(pid);
                return reaped != null && end.complete(reaped.status());
            });
            Syscalls.kill(pid, Signal.TERM.number());

            assertThat(pidfd).isEqualTo(ExitWatcher.NONE);
            assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ExitStatus.Signaled(15, false));
        }
    }

    private static int withoutDescriptors(java.util.function.IntSupplier action) {
        long number = SystemCall.PRLIMIT64.number(ABI);
        try (NativeBlock before = new NativeBlock(16);
                NativeBlock none = new NativeBlock(16)) {
            assertThat(Syscalls.syscall(number, 0, RLIMIT_NOFILE, 0, before.address()))
                    .isZero();
            none.pointer().setLong(0, 3);
            none.pointer().setLong(8, before.pointer().getLong(8));
            int result;
            Syscalls.syscall(number, 0, RLIMIT_NOFILE, none.address(), 0);
            try {
                result = action.getAsInt();
            } finally {
                Syscalls.syscall(number, 0, RLIMIT_NOFILE, before.address(), 0);
            }
            return result;
        }
    }

    /** A new process copies the table of descriptors up to those that its start needs. */
    @Test
    void theLowNumbersOfDescriptorsAreLeftToStarts() {
        try (ExitWatcher watcher = started(Long.MAX_VALUE)) {
            int pidfd = watcher.descriptor((int) ProcessHandle.current().pid());
            Syscalls.close(pidfd);

            assertThat(pidfd).isGreaterThanOrEqualTo(1024);
        }
    }

    @Test
    void anErrorWhileAnEndIsReportedLosesNeitherItNorAnother() throws Exception {
        try (ExitWatcher watcher = started(Long.MAX_VALUE);
                Spawner spawner = spawner()) {
            CompletableFuture<Integer> end = new CompletableFuture<>();
            AtomicInteger calls = new AtomicInteger();
            int pid = spawn(spawner, command("/bin/true"));
            watcher.watch(watcher.descriptor(pid), () -> {
                if (calls.incrementAndGet() < 3) {
                    throw new StackOverflowError("deep");
                }
                return Reaper.reap(pid) != null && end.complete(pid);
            });

            assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(pid);
        }
    }

    /** Ends with 7 once its own child traces it, which writes its pid into a file. */
    private static Command traced(Path tracer) {
        String ptrace = ABI == Abi.AMD64 ? "101" : "117";
        String prctl = ABI == Abi.AMD64 ? "157" : "167";
        return command(
                "perl",
                "-e",
                "syscall(" + prctl
                        + ", 0x59616d61, -1, 0, 0, 0); $leader = $$; pipe(R, W); if (fork) { close W; <R>; exit 7 } "
                        + "syscall(" + ptrace + ", 0x4206, $leader, 0, 0) == 0 or die $!; open P, '>', '" + tracer
                        + ".new'; print P $$; close P; rename '" + tracer + ".new', '" + tracer
                        + "'; close W; sleep 1000");
    }

    @Test
    void aProcessThatIsTracedIsReapedWhenItsTracerHasLetItGo(@TempDir Path directory) throws Exception {
        Path tracer = directory.resolve("tracer");
        try (ExitWatcher watcher = started(Long.MAX_VALUE);
                Spawner spawner = spawner()) {
            CompletableFuture<ExitStatus> end = new CompletableFuture<>();
            AtomicInteger calls = new AtomicInteger();
            int pid = spawn(spawner, traced(tracer));
            watcher.watch(watcher.descriptor(pid), () -> {
                calls.incrementAndGet();
                Reaped reaped = Reaper.reap(pid);
                return reaped != null && end.complete(reaped.status());
            });
            ProcessSide.eventually(() -> calls.get() > 2);
            assertThat(end).isNotDone();
            assertThat(requireNonNull(ProcFiles.stat(pid)).state()).isEqualTo('Z');

            Syscalls.kill(Integer.parseInt(Files.readString(tracer)), Signal.KILL.number());

            assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(new ExitStatus.Exited(7));
        }
    }

    /** Awaits the report of an exit, by which the watcher has had a turn since it was asked to watch. */
    private static void follow(ExitWatcher watcher, ProcFiles.Stat process, Consumer<ExitStatus> ended) {
        AdoptedLeader leader = AdoptedLeader.open(watcher, process);
        watcher.watch(leader.pidfd(), () -> {
            Reaped end = leader.end();
            if (end != null) {
                ended.accept(end.status());
            }
            return end != null;
        });
    }

    private static void endOfAnother(ExitWatcher watcher) throws Exception {
        Process other = new ProcessBuilder("cat").start();
        CompletableFuture<ExitStatus> end = new CompletableFuture<>();
        follow(watcher, requireNonNull(ProcFiles.stat((int) other.pid())), end::complete);
        other.getOutputStream().close();
        assertThat(end.get(60, TimeUnit.SECONDS)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 3", "exit 0", "kill -9 $$"})
    void theStatusOfAProcessThatItsParentDoesNotReapIsReported(String end) throws Exception {
        // The shell's parent becomes sleep, which reaps nothing.
        Process parent = new ProcessBuilder(
                        "sh", "-c", "exec 3<&0; sh -c 'read line; " + end + "' <&3 & echo $!; exec sleep 1000 3<&-")
                .start();
        try (ExitWatcher watcher = started(Long.MAX_VALUE);
                BufferedReader words = parent.inputReader()) {
            int pid = Integer.parseInt(words.readLine());
            CompletableFuture<ExitStatus> told = new CompletableFuture<>();
            follow(watcher, requireNonNull(ProcFiles.stat(pid)), told::complete);
            // The shell itself reaps a child that ends before.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> requireNonNull(ProcFiles.stat((int) parent.pid()))
                            .name()
                            .equals("sleep"));

            parent.getOutputStream().close();

            ExitStatus status = told.get(60, TimeUnit.SECONDS);
            assertThat(status)
                    .isEqualTo(
                            end.startsWith("kill")
                                    ? new ExitStatus.Signaled(9, false)
                                    : new ExitStatus.Exited(Integer.parseInt(end.substring("exit ".length()))));
            assertThat(requireNonNull(ProcFiles.stat(pid)).state()).isEqualTo('Z');
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 0})
    void theEndOfAProcessThatIsNoChildIsReported(long most) throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 1000 & echo $!; wait; read line; (exit 0)").start();
        try (ExitWatcher watcher = started(most);
                BufferedReader words = parent.inputReader()) {
            int pid = Integer.parseInt(words.readLine());
            CompletableFuture<ExitStatus> end = new CompletableFuture<>();
            follow(watcher, requireNonNull(ProcFiles.stat(pid)), status -> end.complete(status));
            endOfAnother(watcher);
            assertThat(end).isNotDone();

            Syscalls.kill(pid, Signal.TERM.number());

            // Without a pidfd the parent may reap it before it is polled.
            assertThat(end.get(60, TimeUnit.SECONDS)).isIn(new ExitStatus.Signaled(15, false), UNKNOWN);
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessWithTheSamePidIsNotTakenForTheOneThatEnded() throws Exception {
        try (ExitWatcher watcher = started(Long.MAX_VALUE)) {
            ProcFiles.Stat self =
                    requireNonNull(ProcFiles.stat((int) ProcessHandle.current().pid()));
            ProcFiles.Stat earlier = new ProcFiles.Stat(
                    self.pid(),
                    self.name(),
                    'S',
                    self.parent(),
                    self.group(),
                    self.session(),
                    1,
                    self.started() - 1,
                    0,
                    0,
                    0);
            CompletableFuture<ExitStatus> end = new CompletableFuture<>();
            follow(watcher, earlier, status -> end.complete(status));

            assertThat(end.get(60, TimeUnit.SECONDS)).isEqualTo(UNKNOWN);
        }
    }
}
