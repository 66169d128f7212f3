package io.meproc.process;

import io.meproc.task.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
final class Census {
    /** Who knows the process groups of the runs that are watched. */
    interface Groups {
        /** The run that has this process group; null for none. */
        @Nullable
        Run of(int group);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Census.class);
    private static final long RETRY_MILLIS = 200;

    /** The process group of the kernel's own threads, as kill(2) and getpgid(2) see it. */
    private static final int KERNEL = 0;

    /** {@code whole} asks for the process group of the run as well, not only for who left it. */
    private record Question(@Nullable Run run, boolean whole, List<Found> known, Consumer<List<Found>> answer) {}

    private final Marker marker;
    private final Groups groups;
    private final IntUnaryOperator groupOf;
    private final Turns turns;
    private final int ownGroup;
    private List<Question> next = new ArrayList<>();
    private boolean underWay;

    /** @param groupOf the process group of a pid; negative when there is none */
    Census(Marker marker, Groups groups, IntUnaryOperator groupOf, Turns turns) {
        this.marker = marker;
        this.groups = groups;
        this.groupOf = groupOf;
        this.turns = turns;
        ProcFiles.Stat own = ProcFiles.stat((int) ProcessHandle.current().pid());
        this.ownGroup = own == null ? -1 : own.group();
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
        turns.aside(() -> attempt(asked), found -> {
            underWay = false;
            if (found.isPresent()) {
                begin();
                answer(asked, found.get());
            } else {
                next.addAll(asked);
                turns.after(RETRY_MILLIS, this::begin);
            }
        });
    }

    /** Empty when it broke: then nobody may conclude that nothing is there. */
    private Optional<List<Found>> attempt(List<Question> asked) {
        try {
            return Optional.of(pass(asked));
        } catch (RuntimeException broken) {
            LOG.error("A look at all processes broke off, trying again", broken);
            return Optional.empty();
        }
    }

    private static void answer(List<Question> asked, List<Found> found) {
        Map<Run, List<Found>> byRun = found.stream().collect(Collectors.groupingBy(Found::run));
        List<Found> outside = found.stream().filter(Found::outside).toList();
        asked.forEach(question -> question.answer()
                .accept(question.run() == null ? outside : byRun.getOrDefault(question.run(), List.of())));
    }

    private List<Found> pass(List<Question> asked) {
        Set<Run> wanted = runs(asked.stream());
        Set<Run> whole = runs(asked.stream().filter(Question::whole));
        List<Found> found = new ArrayList<>();
        List<Integer> unmarked = new ArrayList<>();
        ProcFiles.pids().forEach(pid -> {
            int group = groupOf.applyAsInt(pid);
            Run family = groups.of(group);
            if (group > KERNEL && (family == null || whole.contains(family))) {
                look(pid, family, found, unmarked);
            } else if (family != null && pid != group) {
                lookAtGuest(pid, family, wanted, found);
            }
        });
        asked.forEach(question -> recall(question.known(), found));
        if (!found.isEmpty() || !wanted.isEmpty()) {
            adopt(found, unmarked, wanted);
        }
        return found;
    }

    private static Set<Run> runs(Stream<Question> questions) {
        return questions.map(Question::run).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static void recall(List<Found> known, List<Found> found) {
        known.stream()
                .filter(Found::lives)
                .filter(each -> found.stream().noneMatch(other -> other.pid() == each.pid()))
                .forEach(found::add);
    }

    private void look(int pid, @Nullable Run family, List<Found> found, List<Integer> unmarked) {
        Run run = family != null ? family : marker.run(ProcFiles.variable(pid, Marker.VARIABLE));
        if (run == null) {
            unmarked.add(pid);
            return;
        }
        ProcFiles.Stat stat = ProcFiles.stat(pid);
        if (stat != null && stat.alive()) {
            found.add(found(run, stat, family == null));
        }
    }

    /** All runs are in one session, so a process can join the group of another run. */
    private void lookAtGuest(int pid, Run host, Set<Run> wanted, List<Found> found) {
        Run run = marker.run(ProcFiles.variable(pid, Marker.VARIABLE));
        ProcFiles.Stat stat = run != null && !run.equals(host) && wanted.contains(run) ? ProcFiles.stat(pid) : null;
        if (run != null && stat != null && stat.alive()) {
            found.add(found(run, stat, true));
        }
    }

    /** A process in the supervisor's own group has not left any: that is where the portable launcher's all are. */
    private Found found(Run run, ProcFiles.Stat stat, boolean outside) {
        return new Found(run, stat, ProcFiles.command(stat), outside, outside && stat.group() != ownGroup);
    }

    /** Children of what was found, or of a wanted process group, belong to it, though they have cleared their environment. */
    private void adopt(List<Found> found, List<Integer> strangers, Set<Run> wanted) {
        Map<Integer, Run> known = new HashMap<>();
        found.forEach(each -> known.put(each.pid(), each.run()));
        Set<ProcFiles.Stat> unmarked = strangers.stream()
                .filter(pid -> !known.containsKey(pid))
                .map(ProcFiles::stat)
                .filter(Objects::nonNull)
                .filter(ProcFiles.Stat::alive)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        unmarked.forEach(stat -> {
            Run family = groups.of(groupOf.applyAsInt(stat.parent()));
            if (family != null && wanted.contains(family)) {
                known.putIfAbsent(stat.parent(), family);
            }
        });
        List<ProcFiles.Stat> children;
        do {
            children = unmarked.stream()
                    .filter(stat -> known.containsKey(stat.parent()))
                    .toList();
            for (ProcFiles.Stat child : children) {
                Run run = Objects.requireNonNull(known.get(child.parent()));
                unmarked.remove(child);
                known.put(child.pid(), run);
                found.add(found(run, child, true));
            }
        } while (!children.isEmpty());
    }
}
