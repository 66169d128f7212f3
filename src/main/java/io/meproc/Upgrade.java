package io.meproc;

import io.meproc.bus.Addresses;
import io.meproc.bus.Consumers;
import io.meproc.bus.LocalBus;
import io.meproc.linux.Errno;
import io.meproc.linux.OwnProgram;
import io.meproc.task.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the program of the running service by the version on disk, in the same process. No run ends. What could prevent the
 * start of the new version is found before the old one gives up anything.
 */
final class Upgrade {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);

    /** The time for the answer to reach the client before the connections are closed. */
    private static final long ANSWER_MILLIS = 100;

    /** The new program, and what it says of itself. */
    private record Successor(List<String> command, String version) {}

    private final Vertx vertx;
    private final App app;
    private final StartCommand start;
    private final IntConsumer exit;
    private boolean underWay;

    /** @param exit ends the process with an exit code */
    Upgrade(Vertx vertx, App app, StartCommand start, IntConsumer exit) {
        this.vertx = vertx;
        this.app = app;
        this.start = start;
        this.exit = exit;
    }

    /** Begins to accept the request. */
    Future<Void> register() {
        return Consumers.<Object>consume(vertx, Addresses.UPGRADE, this::upgrade);
    }

    private void upgrade(Message<Object> message) {
        if (underWay) {
            LocalBus.reply(message, new Refusal(Refusal.Reason.UPGRADE_FAILED, "an upgrade is in progress"));
            return;
        }
        underWay = true;
        vertx.executeBlocking(this::successor)
                .onFailure(refused -> {
                    underWay = false;
                    LOG.warn("No upgrade: {}", refused.getMessage());
                    LocalBus.reply(
                            message,
                            new Refusal(
                                    Refusal.Reason.UPGRADE_FAILED,
                                    "version " + CommandLine.version() + " runs on: " + refused.getMessage()));
                })
                .onSuccess(next -> {
                    LocalBus.reply(message, next.version());
                    vertx.setTimer(ANSWER_MILLIS, timer -> replace(next));
                });
    }

    private Successor successor() throws StartCommand.FailedException {
        List<String> command = start.java();
        return new Successor(command, StartCommand.check(command));
    }

    private void replace(Successor next) {
        LOG.info("Upgrading from version {} to {}; no run ends", CommandLine.version(), next.version());
        app.release().onComplete(released -> {
            int errno = OwnProgram.replace(next.command());
            LOG.error(
                    "The new version could not be executed: {}. The processes of the tasks run on, and the next start"
                            + " adopts them",
                    Errno.words(errno));
            exit.accept(ExitCode.NOT_STARTED);
        });
    }
}
