package io.meproc.process;

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
 * Finds the processes of runs, wherever they went: by their process group, by the marker in their environment, or, if
 * they have cleared that, by a parent that is one of them.
 *
 * <p>One pass over /proc serves all who ask at that time. Who asks while a pass is under way is served by the next, since
 * a pass may have gone by the process that matters. Only processes outside of the known groups are looked at closely,
 * so that ten thousand quiet ones cost little. For use in {@link Turns}.
 */
final class Census implements AutoCloseable {
    /** Who knows the process groups of the runs that are watched. */
    interface Groups {
        /** The run that has this process group; null for none. */
        @Nullable
        Run of(int group);
    }

    /** Who knows runs by more than their process groups. */
    interface Claims {
        /** The run that a child of the supervisor proves to belong to, though its environment does not tell; null for none. */
        @Nullable
        Run of(ProcFiles.Stat orphan);

        /** Whether it may be the leader of a run whose start is under way, or descend from it. */
        default boolean mayBeStarting(ProcFiles.Stat orphan) {
            return false;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Census.class);
    private static final long RETRY_MILLIS = 200;

    /** {@code whole} asks for the process group of the run as well, not only for who left it. */
    private record Question(@Nullable Run run, boolean whole, List<Found> known, Consumer<List<Found>> answer) {}

    private final CensusPass.Rules rules;
    private final Consumer<Set<ProcFiles.Stat>> dead;
    private final Turns turns;
    private volatile Claims claims = stat -> null;
    private volatile Groups leaders = leader -> null;
    private volatile List<ProcFiles.Stat> suspects = List.of();
    private final UnprovenMarks unproven = new UnprovenMarks();
    private List<Question> next = new ArrayList<>();
    private boolean underWay;

    /**
     * @param groupOf the process group of a pid; negative when there is none
     * @param membership the proofs that do not depend on what a process has done to itself
     * @param dead is told of the ended orphans that a look for runs has seen, before its answers are given
     */
    Census(
            Marker marker,
            Groups groups,
            IntUnaryOperator groupOf,
            Membership membership,
            Consumer<Set<ProcFiles.Stat>> dead,
            Turns turns) {
        ProcFiles.Stat own = ProcFiles.stat((int) ProcessHandle.current().pid());
        this.rules = new CensusPass.Rules(
                marker,
                group -> runOf(group, groups),
                groupOf,
                membership,
                new Unborn(),
                own == null ? -1 : own.group(),
                own == null ? -1 : own.session());
        this.dead = dead;
        this.turns = turns;
    }

    /**
     * To be called before the first scan.
     *
     * @param begun the run whose leader has this pid, from the report of its start on; null for none. The launcher's own table
     *     may get the process group later than a stop that follows that report.
     */
    void claimedBy(Claims claimant, Groups begun) {
        claims = claimant;
        leaders = begun;
    }

    /**
     * Notes that a run has begun.
     *
     * @param mayStay whether its processes may outlive it
     */
    void begins(Run run, int leader, boolean mayStay) {
        rules.membership().begins(run, leader, mayStay);
    }

    /** Notes that a run is over. */
    void ends(Run run) {
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

    /** The orphans of which the last pass could not tell whose they are. */
    List<ProcFiles.Stat> suspects() {
        return suspects.stream()
                .filter(stat -> !isLeader(stat.pid()))
                .filter(stat -> !rules.isProven(stat.pid()))
                .filter(stat -> {
                    ProcFiles.Stat now = ProcFiles.stat(stat.pid());
                    return now != null && now.alive() && now.started() == stat.started();
                })
                .toList();
    }

    /** Whether it is the first process of a run by now; while it was born it looked like nobody's. */
    boolean isLeader(int pid) {
        return rules.groups().of(pid) != null;
    }

    /**
     * What lives of a run.
     *
     * @param known what was found of it before, which by now may have nothing any more that tells so
     */
    void of(Run run, List<Found> known, Consumer<List<Found>> answer) {
        ask(new Question(run, true, known, answer));
    }

    /** What lives of a run, but not in its process group; cheap, however many ask. */
    void escaped(Run run, List<Found> known, Consumer<List<Found>> answer) {
        ask(new Question(run, false, known, answer));
    }

    /** What lives of runs, but not in the process group of one that is watched. */
    void outside(Consumer<List<Found>> answer) {
        ask(new Question(null, false, List.of(), answer));
    }

    /** What lives of runs, by a pass on the thread that calls, which may be any. */
    List<Found> at(Set<Run> runs) {
        return new CensusPass(rules, claims, runs, runs)
                .through(List.of()).found().stream()
                        .filter(each -> runs.contains(each.run()))
                        .toList();
    }

    /** Who descends from whom now, read on the thread that calls. */
    Kinship kinship() {
        return Kinship.now(rules);
    }

    private void ask(Question question) {
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
            // Nobody may conclude from this that nothing is there.
            underWay = false;
            next.addAll(asked);
            turns.after(RETRY_MILLIS, this::begin);
        });
    }

    private void seen(List<Question> asked, CensusPass.Seen seen) {
        underWay = false;
        begin();
        dead.accept(seen.dead());
        suspects = seen.suspects();
        unproven.report(seen.unproven());
        answer(asked, seen.found());
    }

    private CensusPass.Seen pass(List<Question> asked) {
        CensusPass pass = new CensusPass(
                rules, claims, runs(asked.stream()), runs(asked.stream().filter(Question::whole)));
        return pass.through(
                asked.stream().flatMap(question -> question.known().stream()).toList());
    }

    private static Set<Run> runs(Stream<Question> questions) {
        return questions.map(Question::run).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static void answer(List<Question> asked, List<Found> found) {
        Map<Run, List<Found>> byRun = found.stream().collect(Collectors.groupingBy(Found::run));
        List<Found> outside = found.stream().filter(Found::outside).toList();
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
