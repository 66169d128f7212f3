package io.meproc.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the HTTP interface and the page. */
public final class HttpVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HttpVerticle.class);

    /** A backstop behind {@link Connections} and the bounded waits: seconds without a byte either way. */
    private static final int SILENCE_SECONDS = 180;

    private final HttpSettings settings;
    private @Nullable HttpServer server;

    public HttpVerticle(HttpSettings settings) {
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        Connections connections = new Connections(vertx);
        HttpServerOptions options = new HttpServerOptions()
                .setIdleTimeout(SILENCE_SECONDS)
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true)
                .setReuseAddress(true);
        Router router = router();
        HttpServer created = vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .invalidRequestHandler(HttpVerticle::invalid)
                .requestHandler(request -> {
                    connections.busy(request);
                    router.handle(request);
                });
        server = created;
        return created.listen(settings.port(), settings.ip())
                .onSuccess(listening -> LOG.info("Listen: {}:{}", settings.ip(), listening.actualPort()));
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(new Door(settings));
        new ProcRoutes(vertx, settings.logDirectory()).mount(router);
        new Page().mount(router);
        router.route().handler(HttpVerticle::notFound);
        router.errorHandler(404, HttpVerticle::notFound);
        router.errorHandler(500, HttpVerticle::broken);
        return router;
    }

    private static void notFound(RoutingContext context) {
        Envelope.of(404, "Not found")
                .detail("there is nothing at " + context.request().path() + "; the interface is /proc, the page is /")
                .send(context);
    }

    private static void broken(RoutingContext context) {
        LOG.error("{} {} failed", context.request().method(), context.request().path(), context.failure());
        Envelope.broken().send(context);
    }

    private static void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int code = cause instanceof TooLongHttpLineException
                ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        Envelope.of(code, "Invalid HTTP request")
                .detail(String.valueOf(cause == null ? "malformed" : cause.getMessage()))
                .sendAndClose(request);
    }
}
