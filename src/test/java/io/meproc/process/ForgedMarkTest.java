package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.meproc.logs.LogHolders;
import io.meproc.process.account.Privileges;
import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Processes of one user whose environment says that they are of a run of another user. */
class ForgedMarkTest {
    private static final String VICTIM = "games";
    private static final String FORGER = "nobody";

    @TempDir
    private Path directory;

    private final List<Process> holders = new ArrayList<>();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.meproc");

    @BeforeEach
    void listen() {
        assumeTrue(Privileges.own().maySetUser(), "other users need root");
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void end() throws InterruptedException {
        logger.detachAppender(lines);
        for (Process each : holders) {
            each.descendants().forEach(ProcessHandle::destroyForcibly);
            each.destroyForcibly().waitFor();
        }
    }

    /** A process of the other user in a session of its own, whose parent is no run and lives. */
    private ProcessHandle forge(String mark) throws IOException {
        String forger = "setsid setpriv --reuid " + FORGER + " --clear-groups sh -c 'echo $$; exec sleep 600'";
        Process holder = new ProcessBuilder("sh", "-c", "env MEPROC_REPLICA=$0 " + forger + " & wait", mark).start();
        holders.add(holder);
        ProcessHandle forged = ProcessHandle.of(
                        Long.parseLong(holder.inputReader().readLine()))
                .orElseThrow();
        ProcessSide.eventually(() -> forged.info().commandLine().orElse("").endsWith("sleep 600"));
        return forged;
    }

    private static String markOf(long pid) throws IOException {
        return Stream.of(Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1)
                        .split("\0"))
                .filter(variable -> variable.startsWith("MEPROC_REPLICA="))
                .map(variable -> variable.substring("MEPROC_REPLICA=".length()))
                .findFirst()
                .orElseThrow();
    }

    /** What any other task could know of a run: all but the secret. */
    private static String guessed(ProcessSide side, Run run) {
        return side.instance() + "/" + run.replica().task() + "/0/" + run.incarnation();
    }

    private void namesIt(ProcessHandle forged, String replica) {
        ProcessSide.eventually(() -> messages()
                .anyMatch(line -> line.startsWith("Process " + forged.pid() + " (sleep 600)")
                        && line.endsWith(
                                " carries the mark of " + replica + ", which nothing proves; it is left alone")));
    }

    private Stream<String> messages() {
        return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage);
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aStopNeitherWaitsForAGuessedMarkNorEndsWhoCarriesIt(LauncherChoice choice) throws Exception {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Run run = side.order("web", 0, new Command("exec sleep 1000", VICTIM, null));
            side.pid(run);
            ProcessHandle forged = forge(guessed(side, run));
            ProcessHandle dated = forge(guessed(side, run) + "/5/" + "0".repeat(32));

            side.send(run, Signal.TERM);

            Report.Exited end = side.end(run);
            assertThat(end.leftovers()).noneMatch(left -> left.pid() == forged.pid() || left.pid() == dated.pid());
            assertThat(forged.isAlive()).isTrue();
            assertThat(dated.isAlive()).isTrue();
            namesIt(forged, "web:0");
            namesIt(dated, "web:0");
            end();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void aMarkWithItsSecretProvesNothingForAnotherUser(LauncherChoice choice) throws Exception {
        try (ProcessSide side = new ProcessSide(directory, choice)) {
            Run run = side.order("web", 0, new Command("exec sleep 1000", VICTIM, null));
            long leader = side.pid(run);
            ProcessSide.eventually(() ->
                    Files.readString(Path.of("/proc/" + leader + "/cmdline")).startsWith("sleep"));
            ProcessHandle forged = forge(markOf(leader));

            side.send(run, Signal.TERM);

            assertThat(side.end(run).leftovers()).noneMatch(left -> left.pid() == forged.pid());
            assertThat(forged.isAlive()).isTrue();
            namesIt(forged, "web:0");
            end();
        }
    }

    @Test
    void aTaskThatWaitsForAllOfItsProcessesDoesNotWaitForAForgedOne() throws Exception {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            Path gate = directory.resolve("gate");
            Run run = side.orderAndWaitForAll("web", "while [ ! -e " + gate + " ]; do sleep 0.02; done");
            side.pid(run);
            ProcessHandle forged = forge(guessed(side, run));

            Files.createFile(gate);

            side.exit(run);
            assertThat(forged.isAlive()).isTrue();
            end();
        }
    }

    @Test
    void whatNamesAnEndedRunIsNotEnded() throws Exception {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            Run run = side.order("web", ":");
            side.exit(run);
            ProcessHandle forged = forge(guessed(side, run));

            assertThat(side.sweep(null)).isEmpty();
            namesIt(forged, "web:0");
            assertThat(forged.isAlive()).isTrue();
            end();
        }
    }

    @Test
    void whoReadsALogAsItsOutputIsNotOfTheTask() throws Exception {
        try (ProcessSide side = new ProcessSide(directory, LauncherChoice.NATIVE)) {
            Run run = side.live("web", "exec sleep 1000");
            Path log = side.log(run);
            LogHolders logs = new LogHolders(directory);
            Process reader = new ProcessBuilder("sh", "-c", "exec sleep 600 1<" + log).start();
            holders.add(reader);
            ProcessSide.eventually(() -> reader.info().commandLine().orElse("").endsWith("sleep 600"));

            assertThat(logs.replica((int) side.pid(run))).isEqualTo(run.replica());
            assertThat(logs.replica((int) reader.pid())).isNull();
            Files.delete(log);
            assertThat(logs.replica((int) side.pid(run))).isEqualTo(run.replica());
            side.send(run, Signal.TERM);
            side.exit(run);
        }
    }
}
