package io.meproc.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The output of some replicas on one screen. */
final class Outlet {
    private record Pipe(Target replica, Output output, Sink sink) {}

    private final Invocation call;
    private final Screen screen;
    private final List<Pipe> pipes = new ArrayList<>();

    /** With more than one replica their lines bear their names. */
    Outlet(Invocation call, List<Target> replicas) {
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

    /** Writes the last lines of those that there were not, and goes on with them as with the others. */
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

    /** Passes over all that was written before. */
    void skip() throws Failure {
        for (Pipe pipe : pipes) {
            pipe.output.skip();
        }
    }

    /** Writes the last lines of each. */
    void last(int lines) throws Failure {
        for (Pipe pipe : pipes) {
            pipe.sink.write(pipe.output.last(lines));
        }
    }

    /**
     * Writes what is there and was not written yet, up to a MiB of each replica, so that none keeps the others and a
     * request to end waiting. Returns the most bytes that one of them had; 0 also when nobody reads any more.
     */
    int drain() throws Failure {
        int most = 0;
        for (Pipe pipe : pipes) {
            most = Math.max(most, drain(pipe));
        }
        return written(most);
    }

    /** As {@link #drain}, but what has been removed meanwhile is noted, and not read any more. */
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

    /** Writes all that is there. */
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
