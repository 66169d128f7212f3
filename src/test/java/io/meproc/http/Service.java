package io.meproc.http;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.StandInStore;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.bus.PassThroughCodec;
import io.meproc.hook.HookSettings;
import io.meproc.hook.HookVerticle;
import io.meproc.hook.Target;
import io.meproc.hook.TargetKind;
import io.meproc.logs.LogStore;
import io.meproc.logs.LogVerticle;
import io.meproc.probe.ProbeVerticle;
import io.meproc.process.LauncherChoice;
import io.meproc.process.ProcessSettings;
import io.meproc.process.ProcessVerticle;
import io.meproc.store.StoreSettings;
import io.meproc.store.StoreVerticle;
import io.meproc.supervisor.SupervisorVerticle;
import io.meproc.task.Bounds;
import io.meproc.task.Rules;
import io.meproc.task.hook.HookRules;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The real verticles in one Vert.x, on a free port. Closing it proves that no process is left. */
final class Service implements AutoCloseable {
    static {
        // The Vert.x of an earlier test may be closing still: its queue then offers a task to a pool that takes no
        // more.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Shorter than the real one, so that tests with a stubborn process are. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();
    private final String instance = UUID.randomUUID().toString();
    private final Deque<String> deployed = new ArrayDeque<>();
    private final HttpVerticle http;
    private final Path logs;
    private final int withoutHttp;

    /** Two targets that do not listen. */
    private static final HookSettings HOOKS = new HookSettings(
            Map.of("ops", deaf(), "log", deaf()),
            new HookRules(Set.of("ops", "log"), Set.of("127.0.0.1"), HookRules.GAP),
            Optional.empty());

    private static Target deaf() {
        return new Target.Http(TargetKind.WEBHOOK, "http://127.0.0.1:9/", null, null, Map.of(), "", null, false);
    }

    Service(Path logs) {
        this(logs, "127.0.0.1", PublicAddress.NONE);
    }

    Service(Path logs, HttpLimits limits) {
        this(logs, limits, Bounds.DEFAULT);
    }

    Service(Path logs, HttpLimits limits, Bounds bounds) {
        this(logs, new HttpSettings("127.0.0.1", 0, PublicAddress.NONE, ZoneOffset.UTC), limits, bounds);
    }

    Service(Path logs, String ip, PublicAddress reached) {
        this(logs, new HttpSettings(ip, 0, reached, ZoneOffset.UTC), HttpLimits.ofHeap(), Bounds.DEFAULT);
    }

    Service(Path logs, String node) {
        this(
                logs,
                new HttpSettings("127.0.0.1", 0, PublicAddress.NONE, ZoneOffset.UTC),
                HttpLimits.ofHeap(),
                Bounds.DEFAULT,
                node);
    }

    private Service(Path logs, HttpSettings settings, HttpLimits limits, Bounds bounds) {
        this(logs, settings, limits, bounds, Rules.NODE);
    }

    private Service(Path logs, HttpSettings settings, HttpLimits limits, Bounds bounds, String node) {
        this(logs, settings, limits, bounds, node, null);
    }

    /** A service that keeps its records in a database, in this directory. */
    static Service keeping(Path logs, Path data) {
        return new Service(
                logs,
                new HttpSettings("127.0.0.1", 0, PublicAddress.NONE, ZoneOffset.UTC),
                HttpLimits.ofHeap(),
                Bounds.DEFAULT,
                "box-1",
                data);
    }

    /** @param data the directory of the database; null for a stand-in that keeps nothing */
    private Service(
            Path logs, HttpSettings settings, HttpLimits limits, Bounds bounds, String node, @Nullable Path data) {
        this.logs = logs;
        this.http = new HttpVerticle(settings, limits);
        PassThroughCodec.install(vertx);
        if (data == null) {
            done(StandInStore.open(vertx));
        } else {
            deploy(new StoreVerticle(new StoreSettings(data, node), Clock.systemUTC()), new DeploymentOptions());
        }
        LogStore store = new LogStore(logs);
        deploy(new LogVerticle(store), new DeploymentOptions());
        deploy(
                new ProcessVerticle(new ProcessSettings(store, instance, LauncherChoice.AUTO)),
                ProcessVerticle.deployment());
        deploy(new ProbeVerticle(), new DeploymentOptions());
        deploy(
                new SupervisorVerticle(
                        new Rules(GRACE, Rules.LAST_RESORT, ZoneOffset.UTC, bounds, node, HOOKS.rules()),
                        Clock.systemUTC()),
                new DeploymentOptions());
        deploy(new HookVerticle(HOOKS, node, Clock.systemUTC()), new DeploymentOptions());
        withoutHttp = deployed.size();
        deploy(http, new DeploymentOptions());
    }

    private void deploy(Deployable verticle, DeploymentOptions options) {
        deployed.push(done(vertx.deployVerticle(verticle, options)));
    }

    int port() {
        return http.port();
    }

    Path logs() {
        return logs;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Ends the part that was started last. */
    Future<Void> undeployNext() {
        return vertx.undeploy(deployed.pop());
    }

    @Override
    public void close() {
        if (deployed.size() > withoutHttp) {
            done(undeployNext());
        }
        done(LocalBus.request(vertx, Addresses.DRAIN, "", PATIENCE.toMillis()));
        while (!deployed.isEmpty()) {
            done(undeployNext());
        }
        done(vertx.close());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(processes()).isEmpty());
    }

    /** What bears this service's mark in its environment. */
    private Stream<Path> processes() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all
                    .filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(this::isOurs)
                    .toList()
                    .stream();
        }
    }

    private boolean isOurs(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
                    .contains(instance);
        } catch (IOException | UncheckedIOException gone) {
            return false;
        }
    }
}
