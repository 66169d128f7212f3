package io.meproc.cli;

import java.util.ArrayList;
import java.util.List;

/** The output of some replicas on one screen. */
final class Outlet {
    private record Pipe(Output output, Sink sink) {}

    private final Screen screen;
    private final List<Pipe> pipes = new ArrayList<>();

    /** With more than one replica their lines bear their names. */
    Outlet(Invocation call, Target target, List<Integer> replicas) {
        screen = call.screen();
        for (int index : replicas) {
            String label = replicas.size() > 1 ? target.task() + ":" + index + " | " : "";
            pipes.add(new Pipe(new Output(call.service(), target.replicaPath(index)), new Sink(screen, label)));
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

    /** Writes all that is there and was not written yet. Whether there was anything. */
    boolean drain() throws Failure {
        boolean any = false;
        for (Pipe pipe : pipes) {
            for (byte[] more = pipe.output.more(); more.length > 0 && !screen.gone(); more = pipe.output.more()) {
                pipe.sink.write(more);
                any = true;
            }
        }
        screen.out().flush();
        return any;
    }

    void end() {
        pipes.forEach(pipe -> pipe.sink.end());
        screen.out().flush();
    }
}
