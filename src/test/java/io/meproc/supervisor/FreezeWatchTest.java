package io.meproc.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.bus.SteadyClock;
import io.meproc.task.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A time in which the process did not run is detected, and a busy event loop is none. */
class FreezeWatchTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private long monotonic = TimeUnit.DAYS.toNanos(3);
    private long uptime = TimeUnit.DAYS.toNanos(5);

    private final FreezeWatch watch = new FreezeWatch(FreezeWatch.LEAST, () -> monotonic, () -> uptime, () -> NOW);

    private Event.@Nullable Resumed after(Duration running, Duration suspended) {
        monotonic += running.toNanos();
        uptime += running.plus(suspended).toNanos();
        return watch.check();
    }

    @Test
    void aCheckInTimeAndOneThatIsLateByLittleReportNothing() {
        assertThat(after(Duration.ofSeconds(1), Duration.ZERO)).isNull();
        assertThat(after(Duration.ofSeconds(10), Duration.ZERO)).isNull();
        assertThat(after(Duration.ofSeconds(1), Duration.ofSeconds(9))).isNull();
    }

    @Test
    void aStoppedProcessIsReportedOnceWithItsLength() {
        assertThat(after(Duration.ofMinutes(3).plusSeconds(1), Duration.ZERO))
                .isEqualTo(new Event.Resumed(Duration.ofMinutes(3), false, NOW));
        assertThat(after(Duration.ofSeconds(1), Duration.ZERO)).isNull();
    }

    @Test
    void aSuspendedMachineIsReportedAsSuch() {
        assertThat(after(Duration.ofSeconds(1), Duration.ofHours(8)))
                .isEqualTo(new Event.Resumed(Duration.ofHours(8), true, NOW));
        assertThat(after(Duration.ofSeconds(1), Duration.ZERO)).isNull();
    }

    @Test
    void aProcessThatWasReallyStoppedFindsThatWhenItContinues() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stoppable.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("watching");
            signal(process, "STOP");
            // The time that the process is to miss; nothing is awaited.
            TimeUnit.MILLISECONDS.sleep(2_500);
            signal(process, "CONT");
            String found = Objects.requireNonNull(output.readLine());
            assertThat(found).startsWith("stopped ");
            assertThat(Long.parseLong(found.substring("stopped ".length()))).isGreaterThan(1_000);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(List.of("kill", "-" + name, Long.toString(process.pid())))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** A process that watches itself, and prints the first freeze of a second or more. */
    static final class Stoppable {
        private Stoppable() {}

        public static void main(String[] arguments) throws InterruptedException {
            CountDownLatch done = new CountDownLatch(1);
            try (FreezeWatch watch = new FreezeWatch(
                    Duration.ofSeconds(1), System::nanoTime, FreezeWatch::kernelUptime, SteadyClock::now)) {
                watch.open(freeze -> {
                    System.out.println((freeze.suspended() ? "suspended " : "stopped ")
                            + freeze.length().toMillis());
                    done.countDown();
                });
                System.out.println("watching");
                done.await();
            }
        }
    }
}
