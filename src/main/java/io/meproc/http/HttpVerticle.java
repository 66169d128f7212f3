package io.meproc.http;

import io.meproc.api.Api;
import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.api.SupervisorClient;
import io.meproc.api.Verb;
import io.meproc.json.Json;
import io.meproc.json.Shown;
import io.meproc.task.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the HTTP interface and the page. */
public final class HttpVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HttpVerticle.class);

    /**
     * Closes a connection without any byte for this time, in addition to {@link Connections} and the time limits of
     * requests.
     */
    private static final int IDLE_SECONDS = 180;

    /** The time for the requests in progress when the service shuts down. */
    private static final Duration SHUTDOWN_GRACE = Duration.ofSeconds(1);

    private final HttpSettings settings;
    private final HttpLimits limits;
    private Supplier<Future<?>> end = Future::succeededFuture;
    private boolean ending;
    private volatile int port;

    public HttpVerticle(HttpSettings settings, HttpLimits limits) {
        this.settings = settings;
        this.limits = limits;
    }

    @Override
    public Future<?> start() {
        SupervisorClient supervisor = new SupervisorClient(vertx);
        Budget budget = new Budget(limits.inFlightBytes());
        Events events = new Events(vertx, limits, budget);
        Connections connections = new Connections(vertx, limits.connections());
        Page page = new Page(vertx, new PacedWriter(budget));
        Router router = router(supervisor, events, budget, page);
        CrossSiteFilter filter = new CrossSiteFilter(settings, page::has, router);
        HttpServer created = vertx.createHttpServer(options())
                .connectionHandler(connections::opened)
                .invalidRequestHandler(InvalidRequest::refuse)
                .requestHandler(request -> {
                    connections.busy(request);
                    admit(request, filter);
                });
        end = () -> {
            ending = true;
            supervisor.end();
            events.close();
            return created.shutdown(SHUTDOWN_GRACE);
        };
        return events.open(supervisor)
                .compose(open -> created.listen(settings.port(), settings.ip()))
                .onSuccess(listening -> {
                    port = listening.actualPort();
                    LOG.info("Listen: {}:{}", settings.ip(), port);
                    vertx.executeBlocking(Json::loaded, false)
                            .onFailure(
                                    broken -> LOG.warn("The classes of the JSON parser could not be loaded", broken));
                });
    }

    /** Handles a request. A pipelined request waits until the client has read the answers to the earlier ones. */
    private void admit(HttpServerRequest request, Handler<HttpServerRequest> inside) {
        if (ending) {
            ReplyAnswer.refuseAndClose(request, Problem.of(Refusal.SHUTTING_DOWN));
        } else if (request.response().writeQueueFull()) {
            request.pause();
            request.response().drainHandler(drained -> {
                request.resume();
                admit(request, inside);
            });
        } else {
            try {
                inside.handle(request);
            } catch (RuntimeException | Error broken) {
                LOG.error("{} {} failed", request.method(), Shown.of(request.path()), broken);
                ReplyAnswer.refuseAndClose(request, Problem.of(Refusal.BROKEN));
            }
        }
    }

    /** The port that the service listens on, also if the configured port is 0. */
    public int port() {
        return port;
    }

    /**
     * The options, with HTTP/1.1 as the only protocol. With HTTP/2 enabled, Vert.x calls the connection handler only
     * after the client has chosen a protocol, so idle connections would not be counted. The WebSocket handlers are
     * disabled because they refuse more than 128 pipelined requests.
     */
    static HttpServerOptions options() {
        return new HttpServerOptions()
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(InvalidRequest.LINE_BYTES)
                .setMaxHeaderSize(InvalidRequest.HEADER_BYTES)
                .setHttp2ClearTextEnabled(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHandle100ContinueAutomatically(true)
                .setReuseAddress(true);
    }

    @Override
    public Future<?> stop() {
        return end.get();
    }

    private Router router(SupervisorClient supervisor, Events events, Budget budget, Page page) {
        PacedWriter writer = new PacedWriter(budget);
        LogClient logs = new LogClient(vertx);
        ProcRoutes proc = new ProcRoutes(vertx, supervisor, logs, budget);
        Api calls = new Api(vertx, supervisor, settings.zone(), Clock.systemUTC());
        ApiRoutes api = new ApiRoutes(vertx, calls, budget);
        RunOutput runs = new RunOutput(logs, calls.runs());
        RunRoute run = new RunRoute(calls.runs(), logs, runs, writer);
        EventRoutes follow = new EventRoutes(vertx, events);
        ReplicaOutput output = new ReplicaOutput(supervisor, logs, runs, writer);
        SearchRoute search = new SearchRoute(supervisor, logs, writer);
        Router own = Router.router(vertx);
        Routes.mount(own, (operation, path) -> {
            Verb verb = operation.verb();
            if (verb != null) {
                return context -> api.answer(context, operation, verb);
            }
            return switch (operation) {
                case FOLLOW_EVENTS -> follow::answer;
                case READ_OUTPUT -> output::answer;
                case SEARCH_OUTPUT -> search::answer;
                case GET_RUN -> run::answer;
                case LIST_PROC -> proc::list;
                case PUT_PROC, POST_PROC -> proc::startOrRestart;
                case REMOVE_PROC -> proc::remove;
                case READ_PROC_OUTPUT -> proc::output;
                default -> context -> page.serve(context, path);
            };
        });
        own.route().handler(HttpVerticle::notFound);
        Router router = new BasePath(settings.reached().path()).extend(vertx, own);
        router.errorHandler(404, HttpVerticle::notFound);
        router.errorHandler(400, HttpVerticle::badPath);
        router.errorHandler(500, HttpVerticle::broken);
        return router;
    }

    private static void notFound(RoutingContext context) {
        refuse(
                context,
                Kind.NOT_FOUND,
                "there is nothing at " + Shown.of(context.request().path())
                        + "; the interfaces are /api/v1 and /proc, the page is /. If a proxy passes on a path in front"
                        + " of these, set web.path in the configuration file (or MEPROC_WEB_PATH) to it");
    }

    private static void badPath(RoutingContext context) {
        refuse(
                context,
                Kind.INVALID_REQUEST,
                "the path is not percent-encoded: " + Shown.of(context.request().path()));
    }

    private static void refuse(RoutingContext context, Kind kind, String detail) {
        ReplyAnswer.refuse(context.request(), Problem.of(kind, detail));
    }

    private static void broken(RoutingContext context) {
        Guard.broken(context, context.failure());
    }
}
