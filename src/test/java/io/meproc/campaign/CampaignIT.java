package io.meproc.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.RunningService;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the service again and again under load, starts it again, and checks that its death made no difference. The property
 * {@code campaign.rounds} is the number of kills, {@code campaign.seed} the seed of all choices.
 */
class CampaignIT {
    private static final int ROUNDS = Integer.getInteger("campaign.rounds", 6);
    private static final long SEED = Long.getLong("campaign.seed", System.nanoTime());
    private static final int CLIENTS = 4;
    private static final int LONGEST_LOAD_MILLIS = 1500;
    private static final int LONGEST_ABSENCE_MILLIS = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The moment at which the service is killed. */
    private enum Trigger {
        AFTER_A_TIME,
        /** A write to the log of the database. */
        DURING_A_COMMIT,
        /** The first instruction of a process, or its reaction to the signal of a stop. */
        BY_A_PROCESS
    }

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final Random random = new Random(SEED);
    private final List<Load> clients = new ArrayList<>();
    private final List<Violations.Absence> absences = new ArrayList<>();
    private final Map<Trigger, Integer> kills = new EnumMap<>(Trigger.class);
    private RunningService service;
    private Evidence evidence;
    private Violations violations;

    @Test
    void theDeathOfTheServiceMakesNoDifference() throws Exception {
        evidence = new Evidence(directory.resolve("evidence"));
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Load(i, evidence, new Random(random.nextLong())));
        }
        violations = new Violations(clients.get(0), evidence);
        start();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                round();
                assertThat(violations.found())
                        .as("seed %d, round %d, %s", SEED, round, directory)
                        .isEmpty();
            }
            end();
            service.close();
            assertThat(service.children()).isEmpty();
        } finally {
            service.kill();
            service.children().forEach(left -> ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly));
        }
    }

    private void start() throws IOException {
        Files.createDirectories(directory.resolve("conf"));
        Path configuration = directory.resolve("conf/meproc.yaml");
        Files.writeString(configuration, "history:\n  runs: 100000\n");
        service = RunningService.start(directory, "--config", configuration.toString());
    }

    private void round() throws Exception {
        Trigger trigger = Trigger.values()[random.nextInt(Trigger.values().length)];
        if (trigger == Trigger.BY_A_PROCESS) {
            Files.writeString(evidence.pidFile(), Long.toString(service.pid()));
        }
        List<Thread> threads = new ArrayList<>();
        for (Load client : clients) {
            client.begin(service.port(), trigger == Trigger.BY_A_PROCESS ? evidence.killsTheService() : "");
            Thread thread = new Thread(client);
            thread.start();
            threads.add(thread);
        }
        killed(trigger);
        Files.deleteIfExists(evidence.pidFile());
        long from = nanos();
        for (Thread thread : threads) {
            thread.join();
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_ABSENCE_MILLIS));
        start();
        absences.add(new Violations.Absence(from, nanos()));
        kills.merge(trigger, 1, Integer::sum);
        check();
    }

    private void killed(Trigger trigger) throws Exception {
        long millis = 100L + random.nextInt(LONGEST_LOAD_MILLIS);
        switch (trigger) {
            case AFTER_A_TIME -> TimeUnit.MILLISECONDS.sleep(millis);
            case DURING_A_COMMIT -> {
                TimeUnit.MILLISECONDS.sleep(millis);
                awaitCommit();
            }
            case BY_A_PROCESS -> service.awaitEnd(Duration.ofMillis(LONGEST_LOAD_MILLIS));
        }
        service.kill();
    }

    private void awaitCommit() throws IOException, InterruptedException {
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            directory.resolve("data").register(watch, StandardWatchEventKinds.ENTRY_MODIFY);
            watch.poll(LONGEST_LOAD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static long nanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private void check() throws Exception {
        for (Load client : clients) {
            client.begin(service.port(), "");
        }
        for (Load client : clients) {
            violations.ofChanges(client);
        }
        violations.ofReplicas();
        String instance = Files.readString(directory.resolve("data/id")).strip();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(violations.unaccounted(instance)).isEmpty());
    }

    private void end() throws Exception {
        List<String> names = clients.stream()
                .flatMap(client -> client.tasks().keySet().stream())
                .toList();
        clients.get(0).call("POST", "/api/v1/tasks:remove", "{\"selector\": {\"all\": true}}");
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (String name : names) {
                assertThat(clients.get(0).task(name)).as(name).isNull();
            }
        });
        int runs = violations.ofRuns(names, absences);
        violations.ofReplicas();
        violations.ofOutput(directory.resolve("logs"));
        System.out.printf(
                "campaign: %d kills %s, %d acknowledged changes, %d runs, %d violations, seed %d%n",
                ROUNDS,
                kills,
                clients.stream().mapToInt(Load::acknowledged).sum(),
                runs,
                violations.found().size(),
                SEED);
        assertThat(violations.found()).as("seed %d", SEED).isEmpty();
    }
}
