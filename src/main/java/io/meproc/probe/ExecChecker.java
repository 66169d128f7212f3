package io.meproc.probe;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.task.ExecResult;
import io.meproc.task.Order;
import io.meproc.task.ProbeOrder;
import io.meproc.task.command.Command;
import io.meproc.task.command.Program;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Executes a program through the process side, which ends it after its time limit. */
final class ExecChecker implements Checker {
    /** Longer than the process side needs to end a program. */
    private static final Duration ENDING = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Order.Exec order;
    private final long patience;
    private final String words;

    ExecChecker(Vertx vertx, ProbeOrder.Begin probed, Program program, Duration timeout) {
        this.vertx = vertx;
        Command task = probed.command();
        Command command = new Command(program, task.user(), task.group(), task.surroundings());
        this.order = new Order.Exec(probed.run(), command, timeout);
        this.patience = timeout.plus(ENDING).toMillis();
        this.words = "exec " + (program.text().length() > 100 ? program.text().substring(0, 100) : program.text());
    }

    @Override
    public String words() {
        return words;
    }

    @Override
    public Attempt begin() {
        Future<ExecResult> ended = LocalBus.request(vertx, Addresses.ORDERS, order, patience);
        return new Attempt() {
            @Override
            public Future<Finding> finding() {
                return ended.map(result -> new Finding(result.passed(), words + ": " + result.detail()));
            }

            @Override
            public Future<Void> abort() {
                return ended.<Void>mapEmpty().otherwiseEmpty();
            }
        };
    }
}
