package io.meproc.task;

import io.meproc.task.ReplicaState.Stopping;
import io.meproc.task.exit.Cause;
import io.meproc.task.exit.End;
import io.meproc.task.exit.Leftover;
import io.meproc.task.exit.StartFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Composes the remarks of an answer: processes that had to be killed, processes that are left, replicas that failed
 * to start.
 */
final class Remarks {
    private static final int MOST = 10;

    private final Task task;
    private final Span span;

    Remarks(Task task, Span span) {
        this.task = task;
        this.span = span;
    }

    /** The remarks about the ends by request since an instant; empty if every process ended without SIGKILL. */
    String endedBy(Instant since) {
        return listed(each(replica -> {
                    End end = replica.history().last();
                    return end != null && end.requested() && !end.at().isBefore(since);
                })
                .flatMap(index -> forced(index, task.replica(index).history().last())));
    }

    private Stream<String> forced(int index, @Nullable End end) {
        List<String> words = new ArrayList<>();
        if (end != null && end.cause() instanceof Cause.Stopped stopped) {
            if (stopped.forced()) {
                words.add(alias(index) + ": process " + end.pid() + " did not end in "
                        + stopped.took().toMillis() / 1e3 + " s and was killed");
            }
            end.leftovers().stream()
                    .filter(left -> left.outside() || left.pid() != end.pid())
                    .map(left -> alias(index) + ": " + left.remark())
                    .forEach(words::add);
        }
        return words.stream();
    }

    /** The remarks about a completed start, and about the stop before it. */
    String started(Instant since, List<StartFailure> failures, List<String> daemons) {
        return Stream.of(
                        daemons(daemons),
                        endedBy(since),
                        failed(failures, false, " could not be started: "),
                        failed(failures, true, " could not be started yet, trying again: "))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private String failed(List<StartFailure> failures, boolean passing, String words) {
        List<StartFailure> these =
                failures.stream().filter(each -> each.passing() == passing).toList();
        return these.isEmpty()
                ? ""
                : these.size() + " of " + task.definition().replicas() + " replicas" + words
                        + these.get(0).words();
    }

    /** The remark for a task whose start depends on daemons; empty for an empty list. */
    static String daemons(List<String> daemons) {
        return daemons.isEmpty()
                ? ""
                : "deps: the task starts only while none of these daemons runs, which may be never: "
                        + shown(daemons, ", ");
    }

    /** The message about the processes that have survived SIGKILL. */
    String survivors() {
        List<Integer> stuck = each(replica -> replica.phase() == Phase.STUCK).toList();
        boolean refused = stuck.stream().allMatch(index -> Leftover.allRefused(left(index)));
        return (refused
                        ? "Meproc may not signal these processes of another user (EPERM), end them as that user or as"
                                + " root: "
                        : "these processes have survived SIGKILL so far: ")
                + listed(stuck.stream().flatMap(this::survivors));
    }

    private List<Leftover> left(int index) {
        return task.replica(index).state() instanceof Stopping stopping
                        && stopping.stage() instanceof StopStage.Stuck stuck
                ? stuck.survivors()
                : List.of();
    }

    private Stream<String> survivors(int index) {
        List<Leftover> survivors = left(index);
        return survivors.isEmpty()
                ? Stream.of("process group " + task.replica(index).pid() + " of " + alias(index))
                : survivors.stream().map(left -> left.words() + " of " + alias(index));
    }

    private Stream<Integer> each(Predicate<Replica> wanted) {
        return IntStream.range(span.first(), Math.min(span.end(), task.size()))
                .filter(index -> wanted.test(task.replica(index)))
                .boxed();
    }

    private String alias(int index) {
        return new ReplicaId(task.name(), index).alias();
    }

    private static String listed(Stream<String> words) {
        return shown(words.toList(), "; ");
    }

    private static String shown(List<String> all, String separator) {
        String shown = all.stream().limit(MOST).collect(Collectors.joining(separator));
        return all.size() > MOST ? shown + separator + "and " + (all.size() - MOST) + " more" : shown;
    }
}
