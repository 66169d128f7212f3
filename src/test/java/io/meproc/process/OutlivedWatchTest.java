package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.task.Report;
import io.meproc.task.Run;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that have outlived their run, as the process side reports them. */
class OutlivedWatchTest {
    private static final ConditionFactory AWAIT = await().atMost(Duration.ofSeconds(60));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NATIVE", "PORTABLE"})
    void theyAreSignalledByOrderAloneAndTheirEndIsReported(LauncherChoice launcher) {
        try (ProcessSide side = new ProcessSide(directory, launcher)) {
            Run run = side.order("web", "setsid sleep 600 & sleep 0.3");
            side.exit(run);
            AWAIT.until(() -> side.has(run, Report.Outlived.class));
            List<Long> pids = pids(side.sweep("web"));
            assertThat(pids).hasSize(1);

            side.count(run);
            AWAIT.until(() -> side.has(run, Report.Survived.class));
            assertThat(pids(side.inventory().outlived())).isEqualTo(pids);
            assertThat(side.sweep("other")).isEmpty();

            side.sendOutlived(run, Signal.KILL, List.of(1L));
            side.sendOutlived(run, Signal.TERM, pids);
            AWAIT.until(() -> side.has(run, Report.Cleared.class));

            assertThat(side.sweep(null)).isEmpty();
            assertThat(side.inventory().outlived()).isEmpty();
            assertThat(side.reports(run))
                    .filteredOn(Report.Outlived.class::isInstance)
                    .hasSize(1);
        }
    }

    private static List<Long> pids(List<Report.Outlived> reports) {
        return reports.stream()
                .flatMap(report -> report.leftovers().stream())
                .map(Leftover::pid)
                .toList();
    }
}
