package io.meproc.process;

import io.meproc.linux.Pids;
import io.meproc.process.scan.Marker;
import io.meproc.process.scan.ProcFiles;
import io.meproc.process.scan.ScannedProcess;
import io.meproc.task.Adoption;
import io.meproc.task.Order;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.exit.LeaderExit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which runs of an earlier service process are adopted. A pid proves nothing, since the kernel uses it again; nor
 * does a pid with a start time, since a record can be wrong. The mark of a process proves its run, and so does its control
 * group, or the seal of the record.
 */
final class AdoptionPlan {
    private static final String RESTARTED = "the machine was restarted";
    private static final String UNWATCHED = "it ended while no Meproc was running to watch it";

    /** The most processes of a group that are named. */
    private static final int MOST_OF_A_GROUP = 10;

    private final Map<Run, List<ScannedProcess>> found;
    private final Marker marker;
    private final BiPredicate<Run, Integer> contained;
    private final long self = ProcessHandle.current().pid();
    private final List<AdoptedRun> adopted = new ArrayList<>();
    private final List<Adoption.Gone> gone = new ArrayList<>();
    private final List<Adoption.Unverified> unverified = new ArrayList<>();
    private final Set<ReplicaId> occupied = new HashSet<>();
    private @Nullable Map<Integer, List<ProcFiles.Stat>> groups;

    /**
     * @param found the processes with a proven mark
     * @param marker checks the seals of records
     * @param contained whether the control group of a run has the process with this pid
     */
    AdoptionPlan(List<ScannedProcess> found, Marker marker, BiPredicate<Run, Integer> contained) {
        this.marker = marker;
        this.found = found.stream().collect(Collectors.groupingBy(ScannedProcess::run));
        this.contained = contained;
    }

    List<AdoptedRun> adopted() {
        return adopted;
    }

    List<Adoption.Gone> gone() {
        return gone;
    }

    List<Adoption.Unverified> unverified() {
        return unverified;
    }

    /** The processes of runs that are not adopted, and were not released by the policy of their task. */
    List<ScannedProcess> leftovers() {
        return notAdopted().filter(process -> !process.mayStay()).toList();
    }

    /** The processes that were released by the policy of their task. */
    List<ScannedProcess> released() {
        return notAdopted().filter(ScannedProcess::mayStay).toList();
    }

    private Stream<ScannedProcess> notAdopted() {
        Set<Run> taken = adopted.stream().map(AdoptedRun::run).collect(Collectors.toSet());
        return found.entrySet().stream()
                .filter(each -> !taken.contains(each.getKey()))
                .flatMap(each -> each.getValue().stream());
    }

    AdoptionPlan decide(Order.Adopt order) {
        for (Order.Claim claim : order.claims()) {
            decide(claim, policy(order, claim.run()));
        }
        Set<Run> claimed = order.claims().stream().map(Order.Claim::run).collect(Collectors.toSet());
        newest(claimed).forEach(run -> decideUnclaimed(order, run));
        return this;
    }

    private static LeaderExit policy(Order.Adopt order, Run run) {
        return order.policies().getOrDefault(run.replica().task(), LeaderExit.STOP_GROUP);
    }

    private void decide(Order.Claim claim, LeaderExit policy) {
        Run run = claim.run();
        if (!claim.boot()) {
            gone.add(new Adoption.Gone(run, RESTARTED));
            return;
        }
        List<ScannedProcess> members = found.getOrDefault(run, List.of());
        ProcFiles.Stat leader = leader(claim, members);
        if (leader != null && isProven(claim, leader, members)) {
            adopt(new AdoptedRun(run, leader.pid(), leader, policy, members, claim.output()));
        } else if (leader != null && leader.alive()) {
            occupied.add(run.replica());
            unverified.add(unproven(run, leader));
        } else if (!members.isEmpty() || (leader != null && !groups().containsKey(leader.pid()))) {
            // A leader that its parent has not reaped has a status, and nothing of its group can be signalled.
            adopt(new AdoptedRun(run, (int) claim.pid(), leader, policy, members, claim.output()));
        } else {
            decideGroup(claim, policy);
        }
    }

    /** Decides about a run that no mark shows and of which the leader has ended. */
    private void decideGroup(Order.Claim claim, LeaderExit policy) {
        Run run = claim.run();
        List<ProcFiles.Stat> group = groups().getOrDefault((int) claim.pid(), List.of());
        if (group.isEmpty()) {
            gone.add(new Adoption.Gone(run, UNWATCHED));
        } else if (group.stream().anyMatch(process -> contained.test(run, process.pid()))) {
            adopt(new AdoptedRun(run, (int) claim.pid(), null, policy, List.of(), claim.output()));
        } else {
            occupied.add(run.replica());
            group.stream().limit(MOST_OF_A_GROUP).forEach(process -> unverified.add(unproven(run, process)));
        }
    }

    /** The live processes of process groups whose leader has ended, by the number of the group. */
    private Map<Integer, List<ProcFiles.Stat>> groups() {
        if (groups == null) {
            List<ProcFiles.Stat> all = Pids.all()
                    .mapToObj(ProcFiles::stat)
                    .filter(Objects::nonNull)
                    .toList();
            Set<Integer> pids = all.stream()
                    .filter(ProcFiles.Stat::alive)
                    .map(ProcFiles.Stat::pid)
                    .collect(Collectors.toSet());
            groups = all.stream()
                    .filter(stat -> stat.alive() && !pids.contains(stat.group()))
                    .collect(Collectors.groupingBy(ProcFiles.Stat::group));
        }
        return groups;
    }

    private void adopt(AdoptedRun run) {
        occupied.add(run.run().replica());
        adopted.add(run);
    }

    /** The process that a claim names; the leader by its mark if the claim names none; null if it was reaped. */
    private static ProcFiles.@Nullable Stat leader(Order.Claim claim, List<ScannedProcess> members) {
        if (claim.pid() <= 0 || claim.started() <= 0) {
            return leaderOf(members);
        }
        ProcFiles.Stat now = ProcFiles.stat((int) claim.pid());
        return now == null || now.started() != claim.started() ? null : now;
    }

    /** A zombie shows no mark; a child of this process can't be the child of another. */
    private boolean isProven(Order.Claim claim, ProcFiles.Stat leader, List<ScannedProcess> members) {
        return leader.alive()
                ? members.stream()
                                .anyMatch(each -> each.stat().pid() == leader.pid()
                                        && each.stat().started() == leader.started())
                        || contained.test(claim.run(), leader.pid())
                        || marker.provesSeal(claim.run(), leader.pid(), leader.started(), claim.seal())
                : leader.parent() == self;
    }

    private static Adoption.Unverified unproven(Run run, ProcFiles.Stat process) {
        String why = ProcFiles.environment(process.pid()).length == 0
                ? "its environment can't be read, so nothing proves that it is a process of this run"
                : "its environment does not have the mark of this run";
        return new Adoption.Unverified(run, process.pid(), process.started(), ProcFiles.command(process), why);
    }

    /** Of each replica the newest run that was found without a claim. */
    private List<Run> newest(Set<Run> claimed) {
        Map<ReplicaId, Run> newest = new HashMap<>();
        found.keySet().stream()
                .filter(run -> !claimed.contains(run))
                .sorted(Comparator.comparingLong(Run::incarnation))
                .forEach(run -> newest.put(run.replica(), run));
        return List.copyOf(newest.values());
    }

    private void decideUnclaimed(Order.Adopt order, Run run) {
        LeaderExit policy = order.policies().get(run.replica().task());
        long ended = order.ended().getOrDefault(run.replica(), 0L);
        List<ScannedProcess> members = Objects.requireNonNull(found.get(run));
        ProcFiles.Stat leader = leaderOf(members);
        if (policy != null && leader != null && run.incarnation() > ended && !occupied.contains(run.replica())) {
            adopt(new AdoptedRun(run, leader.pid(), leader, policy, members, -1));
        }
    }

    /** The oldest process that leads a process group; null for none. */
    private static ProcFiles.@Nullable Stat leaderOf(List<ScannedProcess> members) {
        return members.stream()
                .map(ScannedProcess::stat)
                .filter(stat -> stat.pid() == stat.group())
                .min(Comparator.comparingLong(ProcFiles.Stat::started))
                .orElse(null);
    }
}
