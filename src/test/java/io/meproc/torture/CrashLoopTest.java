package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.meproc.process.LauncherChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Many short runs, while the machine is so busy that a scan sees processes before the supervisor knows them. */
@Tag("slow")
class CrashLoopTest {
    private static final int RUNS = 800;
    private static final int REPLICAS = 8;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void noFirstProcessIsTakenForOneThatOutlivedItsRun(LauncherChoice launcher) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("io.meproc");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        AtomicBoolean ended = new AtomicBoolean();
        List<Thread> busy = IntStream.range(0, 2 * Runtime.getRuntime().availableProcessors())
                .mapToObj(each -> new Thread(() -> {
                    while (!ended.get()) {
                        Thread.onSpinWait();
                    }
                }))
                .toList();
        busy.forEach(Thread::start);
        try (Supervised side = new Supervised(directory, launcher)) {
            side.start("short", TaskOrder.line("true").daemon().replicas(REPLICAS));
            Supervised.eventually(() -> side.task("short")
                            .replicas()
                            .mapToInt(replica -> replica.history().restarts())
                            .sum()
                    >= RUNS);
            side.stop("short");
        } finally {
            ended.set(true);
            for (Thread each : busy) {
                each.join();
            }
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
        assertThat(List.copyOf(lines.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.contains("exit: ") || line.contains("left the process group"))
                .hasSizeGreaterThanOrEqualTo(RUNS)
                .allMatch(line -> line.contains("exit: code 0 "));
        assertThat(List.copyOf(lines.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("may belong"));
    }
}
