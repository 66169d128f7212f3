package io.meproc;

import io.meproc.config.Directories;
import io.meproc.config.DirectoryClaim;
import io.meproc.config.Settings;
import io.meproc.config.SettingsReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Meproc embedded in another program: the same service on the program's own Vert.x, with the same HTTP interface, and
 * with an interface on the event bus, see {@link io.meproc.bus.PublicAddresses}. One {@link Vertx} can have one
 * Meproc at a time.
 */
public final class Meproc {
    private static final String DEPLOYED = "io.meproc.deployed";

    private final App app;
    private final DirectoryClaim claim;
    private final Vertx vertx;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Promise<Void> closed = Promise.promise();

    private Meproc(Vertx vertx, App app, DirectoryClaim claim) {
        this.vertx = vertx;
        this.app = app;
        this.claim = claim;
    }

    /**
     * Deploys the service; completes when it answers requests.
     *
     * <p>Fails with a message for users if a setting is invalid, the data directory is in use, or the port is taken.
     *
     * @param settings the keys of the configuration file; {@code data_dir} is required, {@code port} 0 chooses any
     * free one
     */
    public static Future<Meproc> deploy(Vertx vertx, JsonObject settings) {
        return vertx.executeBlocking(() -> prepared(vertx, settings), false)
                .compose(meproc -> meproc.app
                        .start(new EssentialEnd(code -> meproc.close(meproc.app::stop)))
                        .map(meproc)
                        .recover(broken ->
                                meproc.closed(meproc.app.release()).transform(closed -> Future.failedFuture(broken))));
    }

    private static Meproc prepared(Vertx vertx, JsonObject given) {
        Settings settings = SettingsReader.embedded(given);
        if (vertx.sharedData().getLocalMap(DEPLOYED).putIfAbsent(DEPLOYED, true) != null) {
            throw new IllegalStateException("this Vert.x already has a Meproc; close it, or use another Vert.x");
        }
        try {
            return claimed(vertx, settings);
        } catch (RuntimeException refused) {
            vertx.sharedData().getLocalMap(DEPLOYED).remove(DEPLOYED);
            throw refused;
        }
    }

    private static Meproc claimed(Vertx vertx, Settings settings) {
        Directories.prepare(settings);
        DirectoryClaim claim = DirectoryClaim.on(settings);
        return new Meproc(vertx, App.embedded(vertx, settings, claim), claim);
    }

    /** The port of the HTTP interface. */
    public int port() {
        return app.port();
    }

    /**
     * Stops every task and undeploys the service; the {@link Vertx} stays open. Completes when nothing of the service
     * is left, and fails if a process could not be ended. With {@code on_exit: keep} the processes run on.
     */
    public Future<Void> close() {
        return close(app::end);
    }

    /** Closes once; a later call has the result of the first one. */
    private Future<Void> close(Supplier<Future<Void>> end) {
        if (closing.compareAndSet(false, true)) {
            closed(end.get()).onComplete(closed);
        }
        return closed.future();
    }

    private Future<Void> closed(Future<Void> ended) {
        return ended.eventually(() -> vertx.executeBlocking(
                () -> {
                    claim.close();
                    vertx.sharedData().getLocalMap(DEPLOYED).remove(DEPLOYED);
                    return null;
                },
                false));
    }
}
