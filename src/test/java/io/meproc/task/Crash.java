package io.meproc.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.ReplicaRecord.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The service process is killed and another one started, which knows a random prefix of the changes: at least all that were
 * confirmed. Processes live on, end, or are not proven; a start that was ordered may have happened.
 */
final class Crash {
    private final Stage stage;
    private final @Nullable Random random;
    private final boolean boot;
    private final Set<Run> unproven;
    private final List<Adoption.Adopted> adopted = new ArrayList<>();
    private final List<Adoption.Gone> gone = new ArrayList<>();
    private final List<Adoption.Unverified> unverified = new ArrayList<>();

    private Crash(Stage stage, @Nullable Random random, boolean boot, Set<Run> unproven) {
        this.stage = stage;
        this.random = random;
        this.boot = boot;
        this.unproven = unproven;
    }

    static void of(Stage stage, Random random, long generation) {
        new Crash(stage, random, random.nextInt(6) > 0, Set.of()).carryOut(generation);
    }

    /**
     * Kills the service and starts another one at once, which knows every change. Starts that were ordered did not happen.
     *
     * @param unproven the live processes that can't be proven to be runs
     */
    static void of(Stage stage, Run... unproven) {
        new Crash(stage, null, true, Set.of(unproven)).carryOut(1);
    }

    /** Restarts the machine, which ends every process. */
    static void restartsTheMachine(Stage stage) {
        new Crash(stage, null, false, Set.of()).carryOut(1);
    }

    /** Whether something happens that has this chance out of 100; never without randomness. */
    private boolean happens(int percent) {
        return random != null && random.nextInt(100) < percent;
    }

    private void carryOut(long generation) {
        startsHappenOrNot();
        loseTheFuture();
        mayNotRunAgain();
        keepsPromises();
        StoredTable stored = stage.store.stored(boot);
        processesLiveOn(stored);
        forget();
        stage.table = TaskTable.empty(Stage.RULES).countingFrom(generation * 1_000_000);
        stage.on(new Event.Recovered(stored, new Adoption(adopted, gone, unverified), stage.now));
    }

    private void startsHappenOrNot() {
        stage.adopting.values().forEach(run -> stage.alive.putIfAbsent(run.replica(), run));
        stage.adopting.clear();
        for (Run run : List.copyOf(stage.spawning.values())) {
            if (happens(50)) {
                stage.live(run);
            }
        }
        stage.spawning.clear();
        for (Run run : List.copyOf(stage.alive.values())) {
            if (!boot || happens(25)) {
                stage.alive.remove(run.replica());
                stage.over.put(run.replica(), run);
            }
        }
    }

    /** The store loses what it has not confirmed, from a random point on. */
    private void loseTheFuture() {
        int unsure = stage.log.size() - stage.confirmed;
        int kept = stage.confirmed + (random == null ? unsure : random.nextInt(unsure + 1));
        stage.log.subList(kept, stage.log.size()).clear();
        stage.confirmed = kept;
        stage.store = new StoreModel();
        stage.log.forEach(each -> stage.store.keep(each.changes()));
    }

    /** A process of a start that is still due would be started a second time without a word. */
    private void mayNotRunAgain() {
        stage.store.stored(boot).tasks().stream()
                .filter(task -> task.record().definition().type() != TaskType.DAEMON)
                .flatMap(task -> task.replicas().stream())
                .filter(record -> (record.state() == State.DUE && record.live() == null && !record.thenStart())
                        || record.state() == State.BACKING_OFF)
                .forEach(record -> {
                    long since = stage.log.stream()
                            .filter(each -> each.changes().replicas().contains(record))
                            .mapToLong(Stage.Logged::at)
                            .max()
                            .orElseThrow();
                    List<Run> later = stage.startedAt.keySet().stream()
                            .filter(run -> run.replica().equals(record.replica()))
                            .filter(run ->
                                    requireNonNull(stage.startedAt.get(run)) > since && !stage.mayRepeat.contains(run))
                            .toList();
                    assertThat(later)
                            .as("processes that were started since %s was kept", record)
                            .isEmpty();
                });
    }

    /** Every change that was acknowledged is kept. */
    private void keepsPromises() {
        Map<String, TaskRecord> kept = new HashMap<>();
        stage.store
                .tasks
                .values()
                .forEach(record -> kept.put(record.definition().name(), record));
        stage.promised.forEach((name, promise) -> {
            TaskRecord record = kept.get(name);
            if (promise.isEmpty()) {
                assertThat(record).as("%s was removed", name).isNull();
            } else if (record == null) {
                assertThat(promise.get().removing()).as("%s is gone", name).isTrue();
            } else {
                assertThat(plain(record)).isEqualTo(plain(promise.get()));
            }
        });
    }

    private static TaskRecord plain(TaskRecord record) {
        return record.with(record.stopped().below(record.definition().replicas()));
    }

    private void processesLiveOn(StoredTable stored) {
        Set<Run> claimed = new HashSet<>();
        Map<ReplicaId, Long> ended = new HashMap<>();
        Set<String> listed = new HashSet<>();
        stored.tasks().forEach(task -> {
            listed.add(task.record().definition().name());
            task.replicas().forEach(record -> {
                RunRecord live = record.live();
                if (record.state() == State.LIVE && live != null) {
                    claimed.add(live.run());
                    decide(live);
                }
                ended.put(
                        record.replica(),
                        record.last() == null ? 0 : record.last().run());
            });
        });
        stage.occupied.values().removeIf(run -> !boot || !claimed.contains(run));
        for (Run run : List.copyOf(stage.alive.values())) {
            boolean newer = run.incarnation() > ended.getOrDefault(run.replica(), 0L);
            if (!claimed.contains(run)) {
                decideUnclaimed(run, newer && listed.contains(run.replica().task()));
            }
        }
    }

    /** A process that no record names is adopted, or is a leftover, which the policy for these ends. */
    private void decideUnclaimed(Run run, boolean ours) {
        if (ours && !stage.occupied.containsKey(run.replica())) {
            adopted.add(new Adoption.Adopted(run, requireNonNull(stage.pidOf.get(run)), 7, stage.now, -1));
        } else {
            stage.alive.remove(run.replica());
        }
    }

    private void decide(RunRecord claim) {
        Run run = claim.run();
        if (boot && run.equals(stage.occupied.get(run.replica()))) {
            unverified.add(new Adoption.Unverified(run, claim.pid(), claim.started(), "sleep", "it has no mark"));
        } else if (!stage.alive.containsValue(run)) {
            gone.add(new Adoption.Gone(run, boot ? "it ended while nobody watched" : "the machine was restarted"));
        } else if (unproven.contains(run) || happens(10)) {
            unverified.add(new Adoption.Unverified(run, claim.pid(), claim.started(), "sleep", "it has no mark"));
            stage.alive.remove(run.replica());
            stage.occupied.put(run.replica(), run);
        } else {
            adopted.add(new Adoption.Adopted(run, claim.pid(), 7, begun(claim), claim.output()));
        }
    }

    /** When the kernel started the process of a run, in the current time. */
    private Instant begun(RunRecord claim) {
        return claim.since().isAfter(stage.now) ? stage.now : claim.since();
    }

    /** What the killed process knew is gone. */
    private void forget() {
        stage.probed.clear();
        stage.backlog.clear();
        stage.later.clear();
        stage.open.clear();
        stage.checks.clear();
        stage.sweeps.clear();
        stage.commits.clear();
        stage.alarms.clear();
        stage.proving.clear();
        stage.outlivedAlarms.clear();
        stage.fires.clear();
        stage.ofTasks.clear();
        stage.counting.clear();
        stage.probed.clear();
        stage.inspected.clear();
        stage.left.clear();
        stage.leaderless.clear();
        stage.committed = 0;
        stage.hurried = 0;
        stage.refused.clear();
        stage.broken = false;
    }

    /** The process that may be an earlier run of a replica ends, or an operator decides that it is none. */
    static void clears(Stage stage, Random random) {
        Optional<ReplicaId> one = stage.occupied.keySet().stream().findFirst();
        if (one.isPresent() && random.nextInt(40) == 0) {
            stage.occupied.remove(one.get());
        } else if (one.isPresent() && random.nextInt(10) == 0) {
            LeftoverDecision decision = RandomWalkTest.any(List.of(LeftoverDecision.values()), random);
            long pid = requireNonNull(stage.pidOf.get(stage.occupied.get(one.get())));
            stage.ask(new Request.DecideLeftover(
                    Target.replica(one.get().task(), one.get().index()), pid, decision));
        }
    }
}
