package io.meproc.process.scan;

import io.meproc.process.context.Turns;
import io.meproc.task.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans /proc for the processes of runs: by their process group, by the marker in their environment, or, if they have
 * cleared that, by a parent that belongs to the run.
 *
 * <p>One scan serves all requests that have arrived before it. A request that arrives during a scan waits for the
 * next one, since the current scan may already be past the process in question. Only processes outside of the known
 * groups are inspected closely, so that 10,000 other processes cost little. For use in {@link Turns}.
 */
public final class ProcessScanner implements AutoCloseable {
    /** The process groups of the runs that are followed. */
    public interface Groups {
        /** The run that has this process group; null for none. */
        @Nullable
        Run of(int group);
    }

    /** Finds the runs of processes by more than their process groups. */
    public interface Claims {
        /**
         * The run that a child of the supervisor provably belongs to, although its environment does not show it; null
         * for none.
         */
        @Nullable
        Run of(ProcFiles.Stat orphan);

        /** Whether it may be the leader of a run that is being started, or descend from it. */
        default boolean mayBeStarting(ProcFiles.Stat orphan) {
            return false;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ProcessScanner.class);
    private static final long RETRY_MILLIS = 200;

    /** A request for a scan; {@code whole} includes the process group of the run, and not only escaped processes. */
    private record Question(
            @Nullable Run run, boolean whole, List<ScannedProcess> known, Consumer<List<ScannedProcess>> answer) {}

    private final ProcessScan.Rules rules;
    private final Consumer<Set<ProcFiles.Stat>> dead;
    private final Turns turns;
    private volatile Claims claims = stat -> null;
    private volatile Groups leaders = leader -> null;
    private volatile List<ProcFiles.Stat> suspects = List.of();
    private final UnprovenMarks unproven = new UnprovenMarks();
    private List<Question> next = new ArrayList<>();
    private boolean underWay;

    /**
     * @param groupOf returns the process group of a pid; negative if there is none
     * @param membership proofs that a process can't change
     * @param dead receives the ended orphans that a scan has found, before the scan's answers are sent
     */
    public ProcessScanner(
            Marker marker,
            Groups groups,
            IntUnaryOperator groupOf,
            Membership membership,
            Consumer<Set<ProcFiles.Stat>> dead,
            Turns turns) {
        ProcFiles.Stat own = ProcFiles.stat((int) ProcessHandle.current().pid());
        this.rules = new ProcessScan.Rules(
                marker,
                group -> runOf(group, groups),
                groupOf,
                membership,
                new PreExec(),
                own == null ? -1 : own.group(),
                own == null ? -1 : own.session());
        this.dead = dead;
        this.turns = turns;
    }

    /**
     * Sets the claims; must be called before the first scan.
     *
     * @param begun returns the run whose leader has this pid, from the report of its start on; null for none. The
     * launcher's own table may get the process group later than a stop that follows that report.
     */
    public void claimedBy(Claims claimant, Groups begun) {
        claims = claimant;
        leaders = begun;
    }

    /**
     * Records that a run has begun.
     *
     * @param mayStay whether its processes may outlive it
     */
    public void begins(Run run, int leader, boolean mayStay) {
        rules.membership().begins(run, leader, mayStay);
    }

    /** Records that a run is over. */
    public void ends(Run run) {
        rules.membership().ends(run);
    }

    @Override
    public void close() {
        rules.membership().close();
    }

    private @Nullable Run runOf(int group, Groups groups) {
        Run run = groups.of(group);
        return run == null ? leaders.of(group) : run;
    }

    /** The orphans of the last scan that could not be assigned to a run. */
    public List<ProcFiles.Stat> suspects() {
        return suspects.stream()
                .filter(stat -> !isLeader(stat.pid()))
                .filter(stat -> !rules.isProven(stat.pid()))
                .filter(stat -> {
                    ProcFiles.Stat now = ProcFiles.stat(stat.pid());
                    return now != null && now.alive() && now.started() == stat.started();
                })
                .toList();
    }

    /** Whether the process is the leader of a known run by now; it was not while it was being spawned. */
    public boolean isLeader(int pid) {
        return rules.groups().of(pid) != null;
    }

    /**
     * Finds the live processes of a run.
     *
     * @param known processes found earlier, which may have lost every sign of their run
     */
    public void of(Run run, List<ScannedProcess> known, Consumer<List<ScannedProcess>> answer) {
        request(new Question(run, true, known, answer));
    }

    /** Finds the live processes of a run outside of its process group; cheap, however many requests there are. */
    public void escaped(Run run, List<ScannedProcess> known, Consumer<List<ScannedProcess>> answer) {
        request(new Question(run, false, known, answer));
    }

    /** Finds the live processes of runs outside of the process groups of the runs that are followed. */
    public void outside(Consumer<List<ScannedProcess>> answer) {
        request(new Question(null, false, List.of(), answer));
    }

    /** The live processes of runs, by a scan on the calling thread, which may be any thread. */
    public List<ScannedProcess> at(Set<Run> runs) {
        return new ProcessScan(rules, claims, runs, runs)
                .through(List.of()).found().stream()
                        .filter(each -> runs.contains(each.run()))
                        .toList();
    }

    /** The current descendants of processes, read on the calling thread. */
    public ProcessTree tree() {
        return ProcessTree.now(rules);
    }

    private void request(Question question) {
        next.add(question);
        begin();
    }

    private void begin() {
        if (underWay || next.isEmpty()) {
            return;
        }
        underWay = true;
        List<Question> asked = next;
        next = new ArrayList<>();
        turns.aside(() -> pass(asked), seen -> seen(asked, seen), broken -> {
            // A failed scan must not be taken as one that found nothing.
            underWay = false;
            next.addAll(asked);
            turns.after(RETRY_MILLIS, this::begin);
        });
    }

    private void seen(List<Question> asked, ProcessScan.Seen seen) {
        underWay = false;
        begin();
        dead.accept(seen.dead());
        suspects = seen.suspects();
        unproven.report(seen.unproven());
        answer(asked, seen.found());
    }

    private ProcessScan.Seen pass(List<Question> asked) {
        ProcessScan pass = new ProcessScan(
                rules, claims, runs(asked.stream()), runs(asked.stream().filter(Question::whole)));
        return pass.through(
                asked.stream().flatMap(question -> question.known().stream()).toList());
    }

    private static Set<Run> runs(Stream<Question> questions) {
        return questions.map(Question::run).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static void answer(List<Question> asked, List<ScannedProcess> found) {
        Map<Run, List<ScannedProcess>> byRun = found.stream().collect(Collectors.groupingBy(ScannedProcess::run));
        List<ScannedProcess> outside =
                found.stream().filter(ScannedProcess::outside).toList();
        for (Question question : asked) {
            try {
                question.answer()
                        .accept(question.run() == null ? outside : byRun.getOrDefault(question.run(), List.of()));
            } catch (RuntimeException | Error broken) {
                LOG.error("The answer of a process scan could not be used", broken);
            }
        }
    }
}
