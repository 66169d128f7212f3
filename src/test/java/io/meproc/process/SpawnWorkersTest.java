package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.process.account.Identity;
import io.meproc.process.context.Turns;
import io.meproc.task.Order;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.LeaderExit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpawnWorkersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch disk = new CountDownLatch(1);
    private final List<String> spawned = new CopyOnWriteArrayList<>();
    private final List<String> givenUp = new CopyOnWriteArrayList<>();
    private final SpawnWorkers workers = new SpawnWorkers(
            this::spawn,
            (attempt, nanos) -> givenUp.add(attempt.run().replica().alias() + " " + attempt.preparing()),
            new Turns() {
                @Override
                public void after(long millis, Runnable action) {
                    var unused = turns.schedule(action, millis, TimeUnit.MILLISECONDS);
                }

                @Override
                public <T> void aside(Callable<T> work, Consumer<T> then, Consumer<Throwable> failed) {
                    throw new UnsupportedOperationException();
                }
            },
            TimeUnit.MILLISECONDS.toNanos(600));

    @AfterEach
    void close() {
        disk.countDown();
        workers.close();
        turns.shutdownNow();
    }

    private void spawn(SpawnAttempt attempt) {
        attempt.prepares("the disk of " + attempt.task());
        if (attempt.task().startsWith("stuck")) {
            try {
                disk.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        } else if (attempt.task().equals("broken")) {
            throw new NoClassDefFoundError("broken");
        }
        if (attempt.spawns()) {
            spawned.add(attempt.run().replica().alias());
        }
    }

    private Run add(String task, int index) {
        Run run = new Run(new ReplicaId(task, index), 1);
        workers.add(new SpawnAttempt(
                new Order.Spawn(run, new Command(":", null, null), LeaderExit.STOP_GROUP), Identity.OWN));
        return run;
    }

    @Test
    void aDiskThatHangsHoldsUpItsOwnTaskAlone() {
        add("stuck", 0);
        add("stuck", 1);
        for (int i = 0; i < 5; i++) {
            add("other" + i, 0);
        }

        await().atMost(PATIENCE).until(() -> spawned.size() == 5);
        await().atMost(PATIENCE).until(() -> givenUp.size() == 2);
        assertThat(givenUp).containsExactlyInAnyOrder("stuck:0 the disk of stuck", "stuck:1 the disk of stuck");
        add("stuck", 2);
        assertThat(givenUp).as("refused at once while the disk hangs").contains("stuck:2 the disk of stuck");

        disk.countDown();
        await().atMost(PATIENCE).until(() -> {
            add("stuck", 3);
            return spawned.contains("stuck:3");
        });
        assertThat(spawned).doesNotContain("stuck:0", "stuck:1", "stuck:2");
    }

    @Test
    void oneThreadDoesItAsLongAsNothingHangs() {
        for (int i = 0; i < 200; i++) {
            add("a", i);
        }
        await().atMost(PATIENCE).until(() -> spawned.size() == 200);
        assertThat(spawned).first().isEqualTo("a:0");
        assertThat(spawned).last().isEqualTo("a:199");
    }

    @Test
    void anErrorInOneStartDisablesNoOther() {
        add("broken", 0);
        add("a", 0);
        await().atMost(PATIENCE).until(() -> spawned.contains("a:0"));
        add("broken", 1);
        add("b", 0);
        await().atMost(PATIENCE).until(() -> spawned.contains("b:0"));
    }

    @Test
    void whatWaitsCanBeTakenBack() {
        add("stuck", 0);
        Run second = add("stuck", 1);
        assertThat(workers.cancel(second)).isTrue();
        assertThat(workers.cancel(second)).isFalse();
        disk.countDown();
        await().atMost(PATIENCE).until(() -> spawned.contains("stuck:0") || !givenUp.isEmpty());
        assertThat(spawned).doesNotContain("stuck:1");
    }
}
