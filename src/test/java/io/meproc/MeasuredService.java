package io.meproc;

import static io.meproc.Futures.done;

import io.meproc.bus.PassThroughCodec;
import io.meproc.http.HttpLimits;
import io.meproc.http.HttpSettings;
import io.meproc.http.HttpVerticle;
import io.meproc.http.PublicAddress;
import io.meproc.logs.LogStore;
import io.meproc.logs.LogVerticle;
import io.meproc.supervisor.SupervisorVerticle;
import io.meproc.task.Bounds;
import io.meproc.task.Rules;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The service on one event loop that is measured, with {@link StandInProcesses}. */
final class MeasuredService implements AutoCloseable {
    private static final int REPLICAS = 20_000;
    private static final int DEFINITION_BYTES = 1 << 28;
    private static final int IN_FLIGHT_BYTES = 64 << 20;
    private static final int CONNECTIONS = 1_000;

    private final MeasuredTransport loops = new MeasuredTransport();
    private final Vertx vertx = Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(4))
            .withTransport(loops)
            .build();
    private final StandInProcesses processes = new StandInProcesses();
    private final HttpVerticle http;

    MeasuredService(Path logs, int followers) {
        PassThroughCodec.install(vertx);
        done(StandInStore.open(vertx));
        deploy(new LogVerticle(new LogStore(logs)), new DeploymentOptions());
        deploy(processes, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
        Bounds bounds = new Bounds(Bounds.TASKS, REPLICAS, DEFINITION_BYTES);
        deploy(
                new SupervisorVerticle(Rules.in(ZoneOffset.UTC, bounds, Rules.NODE), Clock.systemUTC()),
                new DeploymentOptions());
        PublicAddress none = new PublicAddress(Optional.empty(), 1, List.of(), "");
        http = new HttpVerticle(
                new HttpSettings("127.0.0.1", 0, none, ZoneOffset.UTC),
                new HttpLimits(IN_FLIGHT_BYTES, CONNECTIONS, followers));
        deploy(http, new DeploymentOptions());
    }

    private void deploy(Deployable verticle, DeploymentOptions options) {
        done(vertx.deployVerticle(verticle, options));
    }

    MeasuredTransport loops() {
        return loops;
    }

    Vertx vertx() {
        return vertx;
    }

    StandInProcesses processes() {
        return processes;
    }

    int port() {
        return http.port();
    }

    @Override
    public void close() {
        done(vertx.close());
    }
}
