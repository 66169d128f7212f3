package io.meproc.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shows the output of several replicas on one screen. */
final class OutputView {
    private record Pipe(Target replica, Output output, Sink sink) {}

    private final Invocation call;
    private final Screen screen;
    private final List<Pipe> pipes = new ArrayList<>();

    /** The lines of more than one replica begin with the name of the replica. */
    OutputView(Invocation call, List<Target> replicas) {
        this.call = call;
        screen = call.screen();
        replicas.forEach(this::pipe);
        label();
    }

    private Pipe pipe(Target replica) {
        Pipe pipe = new Pipe(replica, new Output(call, replica), new Sink(screen));
        pipes.add(pipe);
        return pipe;
    }

    private void label() {
        if (pipes.size() > 1) {
            pipes.forEach(pipe -> pipe.sink.label(pipe.replica + " | "));
        }
    }

    /** Adds new replicas, and shows their last lines. */
    void add(List<Target> replicas, int lines) throws Failure {
        Set<Target> known = new HashSet<>();
        pipes.forEach(pipe -> known.add(pipe.replica));
        for (Target replica : replicas) {
            if (known.add(replica)) {
                Pipe pipe = pipe(replica);
                label();
                pipe.sink.write(pipe.output.last(lines));
            }
        }
    }

    /** Skips the existing output. */
    void skip() throws Failure {
        for (Pipe pipe : pipes) {
            pipe.output.skip();
        }
    }

    /** Shows the last lines of each replica. */
    void last(int lines) throws Failure {
        for (Pipe pipe : pipes) {
            pipe.sink.write(pipe.output.last(lines));
        }
    }

    /**
     * Shows new output, at most 1 MiB of each replica, so that one replica does not delay the others or the handling
     * of a signal. Returns the most bytes of one replica; 0 also if the output can't be written any more.
     */
    int drain() throws Failure {
        int most = 0;
        for (Pipe pipe : pipes) {
            most = Math.max(most, drain(pipe));
        }
        return written(most);
    }

    /** Like {@link #drain}; a removed task is reported and no longer read. */
    int follow() throws Failure {
        int most = 0;
        for (Pipe pipe : List.copyOf(pipes)) {
            try {
                most = Math.max(most, drain(pipe));
            } catch (Failure failure) {
                if (failure.code() != Code.UNKNOWN) {
                    throw failure;
                }
                drop(pipe);
            }
        }
        return written(most);
    }

    private static int drain(Pipe pipe) throws Failure {
        byte[] more = pipe.output.more();
        pipe.sink.write(more);
        return more.length;
    }

    private int written(int most) {
        return screen.gone() ? 0 : most;
    }

    /** Shows all output so far. */
    void drainAll() throws Failure {
        int read = drain();
        while (read > 0) {
            read = drain();
        }
    }

    private void drop(Pipe pipe) {
        pipe.sink.end();
        pipes.remove(pipe);
        String task = pipe.replica.task();
        boolean last = pipes.stream().noneMatch(other -> other.replica.task().equals(task));
        if (last) {
            screen.note(pipes.isEmpty() ? "the task was removed" : "the task '" + task + "' was removed");
        }
    }

    boolean isEmpty() {
        return pipes.isEmpty();
    }

    void end() {
        pipes.forEach(pipe -> pipe.sink.end());
        screen.out().flush();
    }
}
