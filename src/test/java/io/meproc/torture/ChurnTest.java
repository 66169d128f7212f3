package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.meproc.process.LauncherChoice;
import io.meproc.task.Expected;
import io.meproc.task.Request;
import io.meproc.task.Target;
import io.meproc.task.exit.Signal;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Requests in quick succession, at random, for few tasks none of whose processes leaves its process group. */
@Tag("slow")
class ChurnTest {
    private static final int REQUESTS = 2_000;
    private static final int MOST_REPLICAS = 4;
    private static final List<String> TASKS = List.of("a", "b", "c");
    private static final List<String> LINES = List.of(
            "exec sleep 600",
            "exec sleep 600",
            "sleep 600; true",
            "sleep 600 & sleep 600 & wait",
            "trap '' TERM; sleep 0.05; exec sleep 0.2",
            "exec sleep 0.01",
            "exec true",
            "exit 3");

    @TempDir
    private Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private <T> T any(List<T> these) {
        return these.get(random.nextInt(these.size()));
    }

    private Request next() {
        String task = any(TASKS);
        boolean waits = random.nextInt(8) == 0;
        TaskOrder order = TaskOrder.line(any(LINES))
                .daemon()
                .replicas(1 + random.nextInt(MOST_REPLICAS))
                .grace(100);
        return switch (random.nextInt(9)) {
            case 0 -> new Request.Stop(Target.task(task), waits);
            case 1 -> new Request.StartAgain(Target.task(task), waits, false);
            case 2 -> new Request.Restart(task, waits);
            case 3 -> new Request.Remove(task, waits);
            case 4 -> new Request.SendSignal(Target.task(task), any(List.of(Signal.HUP, Signal.USR1, Signal.KILL)));
            case 5 -> new Request.Reset(Target.task(task), waits);
            default -> new Request.Put(order.named(task), Expected.ANY, waits, random.nextInt(4) > 0);
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void noProcessIsTakenForOneThatLeftItsGroup(LauncherChoice launcher) {
        Logger logger = (Logger) LoggerFactory.getLogger("io.meproc");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try (Supervised side = new Supervised(directory, launcher)) {
            for (int i = 0; i < REQUESTS; i++) {
                side.ask(next());
            }
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(List.copyOf(lines.list))
                .as("seed %d", seed)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(line -> line.contains("left the process group"))
                .isEmpty();
    }
}
