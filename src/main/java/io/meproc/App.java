package io.meproc;

import io.meproc.api.BusVerticle;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.bus.PassThroughCodec;
import io.meproc.config.Directories;
import io.meproc.config.DirectoryClaim;
import io.meproc.config.Limits;
import io.meproc.config.Settings;
import io.meproc.hook.HookRequest;
import io.meproc.hook.HookVerticle;
import io.meproc.http.HttpLimits;
import io.meproc.http.HttpSettings;
import io.meproc.http.HttpVerticle;
import io.meproc.http.PublicAddress;
import io.meproc.logs.LogAccess;
import io.meproc.logs.LogStore;
import io.meproc.logs.LogVerticle;
import io.meproc.probe.ProbeVerticle;
import io.meproc.process.LauncherChoice;
import io.meproc.process.LeftoverPolicy;
import io.meproc.process.ProcessSettings;
import io.meproc.process.ProcessVerticle;
import io.meproc.process.scan.MarkKey;
import io.meproc.store.StoreSettings;
import io.meproc.store.StoreVerticle;
import io.meproc.supervisor.SupervisorVerticle;
import io.meproc.task.Answer;
import io.meproc.task.Bounds;
import io.meproc.task.Interval;
import io.meproc.task.Request;
import io.meproc.task.Rules;
import io.meproc.task.SentRequest;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskType;
import io.meproc.task.command.Command;
import io.meproc.task.exit.EndPolicy;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.StopPlan;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verticles of one service, deployed in order and undeployed in reverse. */
final class App {
    private static final Logger LOG = LoggerFactory.getLogger(App.class);
    private static final String BOOTSTRAP = "bootstrap";

    /** By default, the definitions may take this fraction of the heap: one part in {@value #DEFINITION_HEAP_SHARE}. */
    private static final long DEFINITION_HEAP_SHARE = 5;

    /** Longer than the supervisor needs for the longest possible stop plan. */
    private static final long DRAIN_MILLIS = StopPlan.MAX_LENGTH.plusMinutes(2).toMillis();

    private static final long NOTIFY_MILLIS = 10_000;

    private final Vertx vertx;
    private final Settings settings;
    private final boolean embedded;
    private final HttpVerticle http;
    private final LogStore logs;
    private final ProcessVerticle process;
    private final Deque<String> deployed = new ArrayDeque<>();

    private App(Vertx vertx, Settings settings, DirectoryClaim claim, boolean embedded) {
        this.vertx = vertx;
        this.settings = settings;
        this.embedded = embedded;
        this.http = new HttpVerticle(http(settings), http(settings.limits()));
        this.logs = new LogStore(
                settings.logDirectory(),
                new LogAccess(settings.logMode(), settings.logGroup().orElse(null)),
                claim::obstacle);
        this.process = new ProcessVerticle(process());
    }

    /** A service with a JVM of its own, where no other program could use the event bus. */
    static App alone(Vertx vertx, Settings settings, DirectoryClaim claim) {
        return new App(vertx, settings, claim, false);
    }

    /** A service inside another program, with the event bus as an interface. */
    static App embedded(Vertx vertx, Settings settings, DirectoryClaim claim) {
        return new App(vertx, settings, claim, true);
    }

    /** The port of the HTTP interface. */
    int port() {
        return http.port();
    }

    /** Deploys the verticles with the one that receives the failures of essential tasks; completes when the service answers requests. */
    Future<Void> start(EssentialEnd essential) {
        PassThroughCodec.install(vertx);
        // The store opens its database on a thread of its own, while the other verticles start.
        Future<Void> store = vertx.deployVerticle(new StoreVerticle(store(settings), Clock.systemUTC()))
                .map(id -> {
                    deployed.addLast(id);
                    return null;
                });
        return Future.join(
                        store,
                        deploy(new LogVerticle(logs), new DeploymentOptions())
                                .compose(up -> deploy(process, ProcessVerticle.deployment())))
                .compose(up -> deploy(essential, new DeploymentOptions()))
                .compose(up -> deploy(new ProbeVerticle(), new DeploymentOptions()))
                .compose(up -> deploy(
                        new SupervisorVerticle(
                                Rules.in(settings.zone(), bounds(settings.limits()), settings.node())
                                        .with(settings.hooks().rules()),
                                Clock.systemUTC()),
                        new DeploymentOptions()))
                .compose(up -> deploy(
                        new HookVerticle(settings.hooks(), settings.node(), Clock.systemUTC()),
                        new DeploymentOptions()))
                .compose(up -> embedded
                        ? deploy(new BusVerticle(settings.zone(), Clock.systemUTC()), new DeploymentOptions())
                        : Future.succeededFuture())
                .compose(up -> deploy(http, new DeploymentOptions()).recover(this::notListening))
                .onSuccess(up -> bootstrap())
                .onComplete(essential::started);
    }

    /** Adds to the operating system's error the address and the settings that choose another one. */
    private Future<Void> notListening(Throwable broken) {
        if (!(broken instanceof IOException) && !(broken instanceof UnresolvedAddressException)) {
            return Future.failedFuture(broken);
        }
        String reason = broken instanceof UnresolvedAddressException ? "unknown address" : broken.getMessage();
        return Future.failedFuture(new IOException(
                settings.ip() + ":" + settings.port() + ": " + reason
                        + "; ip and port in the configuration file, MEPROC_IP and MEPROC_PORT, or --ip and --port name"
                        + " another",
                broken));
    }

    /**
     * Accepts no more requests, stops every task, and completes when every verticle is undeployed; a failure does not
     * prevent the next step. Fails if processes are left.
     *
     * <p>Only the HTTP verticle is undeployed before the supervisor has stopped every task, since the other verticles
     * exchange the messages of the stop.
     */
    Future<Void> stop() {
        return undeployLast()
                .transform(closed -> drain())
                .eventually(this::sendNotifications)
                .eventually(this::undeployAll);
    }

    /** Ends as the setting {@code on_exit} says. */
    Future<Void> end() {
        return settings.keepsRunning() ? release() : stop();
    }

    /** Whether the processes of the tasks run on when the service ends by request. */
    boolean keepsRunning() {
        return settings.keepsRunning();
    }

    /**
     * Accepts no more requests, and completes when every verticle is undeployed and what they keep is written. Processes run on,
     * for a later service process to adopt.
     */
    Future<Void> release() {
        return undeployAll();
    }

    private Future<Void> drain() {
        return LocalBus.request(vertx, Addresses.DRAIN, "", DRAIN_MILLIS)
                .onFailure(broken -> LOG.error("Some tasks could not be stopped", broken))
                .mapEmpty();
    }

    /** Sends what the last events report, since the data directory of a container may end with it. */
    private Future<Void> sendNotifications() {
        return LocalBus.<@Nullable Object>request(vertx, Addresses.HOOKS, new HookRequest.Finish(), NOTIFY_MILLIS)
                .otherwiseEmpty()
                .mapEmpty();
    }

    private Future<Void> undeployAll() {
        return deployed.isEmpty() ? Future.succeededFuture() : undeployLast().transform(undeployed -> undeployAll());
    }

    private Future<Void> undeployLast() {
        String last = deployed.poll();
        if (last == null) {
            return Future.succeededFuture();
        }
        return vertx.undeploy(last).onFailure(broken -> LOG.error("A verticle could not be undeployed", broken));
    }

    /** Sends SIGKILL to the processes that are still being stopped. */
    void killNow() {
        LocalBus.send(vertx, Addresses.KILL_NOW, "");
    }

    /**
     * Ends every process on the calling thread, for an event loop that no longer responds; returns the number of
     * processes left.
     */
    int endWithoutLoop(BooleanSupplier killing) {
        return process.endAll(killing);
    }

    private Future<Void> deploy(Deployable verticle, DeploymentOptions options) {
        return vertx.deployVerticle(verticle, options).map(id -> {
            deployed.push(id);
            return null;
        });
    }

    private ProcessSettings process() {
        return new ProcessSettings(
                logs,
                Directories.id(settings),
                MarkKey.of(Directories.markKey(settings)),
                LauncherChoice.valueOf(settings.launcher().toUpperCase(Locale.ROOT)),
                System.out,
                LeftoverPolicy.valueOf(settings.leftovers().toUpperCase(Locale.ROOT)),
                settings.ownProcess(),
                settings.processEvents(),
                settings.dataDirectory());
    }

    private static StoreSettings store(Settings settings) {
        return new StoreSettings(
                settings.dataDirectory(),
                settings.node(),
                settings.history().runs(),
                Duration.ofDays(settings.history().days()));
    }

    private static HttpLimits http(Limits limits) {
        HttpLimits fitting = HttpLimits.ofHeap();
        return new HttpLimits(
                limits.inFlightBytes().map(Integer::longValue).orElse(fitting.inFlightBytes()),
                limits.connections().orElse(fitting.connections()),
                limits.followers().orElse(fitting.followers()));
    }

    private static Bounds bounds(Limits limits) {
        return new Bounds(
                limits.tasks().orElse(Bounds.TASKS),
                limits.replicas().orElse(Bounds.REPLICAS),
                limits.definitionBytes()
                        .map(Integer::longValue)
                        .orElse(Runtime.getRuntime().maxMemory() / DEFINITION_HEAP_SHARE));
    }

    private static HttpSettings http(Settings settings) {
        return new HttpSettings(
                settings.ip(),
                settings.port(),
                new PublicAddress(
                        settings.publicHost(), settings.publicPort(), settings.publicNames(), settings.basePath()),
                settings.zone());
    }

    /** Starts the operator's bootstrap command as a task, so that its output and its end can be inspected. */
    private void bootstrap() {
        settings.bootstrap().ifPresent(line -> {
            TaskDefinition task = new TaskDefinition(
                    BOOTSTRAP,
                    TaskType.ONCE,
                    new Command(line, null, null),
                    1,
                    List.of(),
                    Interval.DEFAULT,
                    null,
                    EndPolicy.DEFAULT);
            // The task of an earlier service process is kept, and its run may be adopted.
            request(new Request.Remove(BOOTSTRAP, true))
                    .compose(removed -> request(new Request.Start(task, true)))
                    .onSuccess(answer -> answer.refusal()
                            .ifPresent(refusal -> LOG.error("bootstrap_cmd was not run: {}", refusal.detail())))
                    .onFailure(broken -> LOG.error("bootstrap_cmd was not run", broken));
        });
    }

    private Future<Answer> request(Request request) {
        return LocalBus.request(vertx, Addresses.REQUESTS, new SentRequest(request, Requester.SERVICE));
    }
}
