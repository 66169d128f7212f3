package io.meproc.cli;

import java.util.ArrayList;
import java.util.List;

/** The output of some replicas on one screen. */
final class Outlet {
    private record Pipe(Target replica, Output output, Sink sink) {}

    private final Screen screen;
    private final List<Pipe> pipes = new ArrayList<>();

    /** With more than one replica their lines bear their names. */
    Outlet(Invocation call, List<Target> replicas) {
        screen = call.screen();
        for (Target replica : replicas) {
            String label = replicas.size() > 1 ? replica + " | " : "";
            pipes.add(new Pipe(replica, new Output(call.service(), replica.path()), new Sink(screen, label)));
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
