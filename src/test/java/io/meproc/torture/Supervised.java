package io.meproc.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meproc.StandInStore;
import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.bus.PassThroughCodec;
import io.meproc.process.LauncherChoice;
import io.meproc.process.ProcessSettings;
import io.meproc.process.ProcessVerticle;
import io.meproc.supervisor.SupervisorVerticle;
import io.meproc.task.Answer;
import io.meproc.task.Phase;
import io.meproc.task.Replica;
import io.meproc.task.Request;
import io.meproc.task.Rules;
import io.meproc.task.SentRequest;
import io.meproc.task.Task;
import io.meproc.task.TaskTable;
import io.meproc.task.exit.End;
import io.meproc.task.exit.ExitStatus;
import io.meproc.task.exit.Requester;
import io.meproc.task.exit.Signal;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The supervisor and the process side, with real processes. Closing it proves that none of them is left. */
final class Supervised implements AutoCloseable {
    static {
        // The Vert.x of an earlier test may be closing still: its queue then offers a task to a pool that takes no
        // more.
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final String instance = UUID.randomUUID().toString();
    private final Path logs;
    private final List<String> deployed;

    Supervised(Path logs, LauncherChoice launcher) {
        this(logs, instance -> new ProcessSettings(logs, instance, launcher));
    }

    /** @param settings from the instance id */
    Supervised(Path logs, Function<String, ProcessSettings> settings) {
        this.logs = logs;
        PassThroughCodec.install(vertx);
        done(StandInStore.open(vertx));
        Rules rules = new Rules(Duration.ofSeconds(5), Duration.ofSeconds(20), ZoneOffset.UTC);
        deployed = List.of(
                done(vertx.deployVerticle(new ProcessVerticle(settings.apply(instance)), ProcessVerticle.deployment())),
                done(vertx.deployVerticle(new SupervisorVerticle(rules, Clock.systemUTC()), new DeploymentOptions())));
    }

    static <T> T done(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    static void eventually(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(condition);
    }

    /** How an end by a signal is told. Through Java it looks like a code. */
    static ExitStatus endedBy(Signal signal, LauncherChoice launcher) {
        return launcher == LauncherChoice.NATIVE
                ? new ExitStatus.Signaled(signal.number(), false)
                : new ExitStatus.Exited(128 + signal.number());
    }

    Answer ask(Request request) {
        return done(LocalBus.<Answer>request(
                vertx, Addresses.REQUESTS, new SentRequest(request, Requester.SERVICE), PATIENCE.toMillis()));
    }

    /** Starts a task, which has to work. */
    void start(String name, TaskOrder order) {
        Answer answer = ask(new Request.Start(order.named(name), true));
        assertThat(answer.refusal()).isEmpty();
    }

    /** Starts a task that can't be; gives the reason. */
    String refusal(String name, TaskOrder order) {
        return ask(new Request.Start(order.named(name), true))
                .refusal()
                .orElseThrow()
                .detail();
    }

    Answer stop(String name) {
        return ask(new Request.Remove(name, true));
    }

    /** Stops without forgetting, so that the end can be looked at. */
    End endOfStop(String name) {
        long before = replica(name, 0).pid();
        ask(new Request.Restart(name, true));
        End end = end(name, 0);
        assertThat(end.pid()).isEqualTo(before);
        return end;
    }

    Task task(String name) {
        TaskTable table = done(LocalBus.<TaskTable>request(vertx, Addresses.TABLE, ""));
        return table.find(name).orElseThrow();
    }

    Replica replica(String name, int index) {
        return task(name).replicas().skip(index).findFirst().orElseThrow();
    }

    /** Waits for an end of a replica; gives the last one. */
    End end(String name, int index) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> replica(name, index).history().last() != null);
        End end = replica(name, index).history().last();
        assertThat(end).isNotNull();
        return Objects.requireNonNull(end);
    }

    void awaitPhase(String name, Phase phase) {
        eventually(() -> replica(name, 0).phase() == phase);
    }

    Path log(String name, int index) {
        return logs.resolve(name).resolve(index + ".log");
    }

    String output(String name) throws IOException {
        return Files.readString(log(name, 0));
    }

    /** Waits until a process has written this. */
    void awaitOutput(String name, String text) {
        eventually(() -> Files.exists(log(name, 0)) && output(name).contains(text));
    }

    /** Waits until so many of the supervised processes execute just this. */
    void awaitCommand(String command, int count) {
        eventually(() -> {
            try (Stream<Path> all = Files.list(Path.of("/proc"))) {
                return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                                .filter(this::isMarked)
                                .filter(path -> command.equals(commandOf(path)))
                                .count()
                        == count;
            }
        });
    }

    private static String commandOf(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"))
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException gone) {
            return "";
        }
    }

    /** How many processes bear this supervisor's mark. */
    int marked() {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return (int) all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(this::isMarked)
                    .count();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Whether a process lives; one that has ended and waits to be collected does not. */
    static boolean lives(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException gone) {
            return false;
        }
    }

    private boolean isMarked(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
                    .contains("MEPROC_REPLICA=" + instance + "/");
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        done(LocalBus.request(vertx, Addresses.DRAIN, "", PATIENCE.toMillis()));
        int left = marked();
        done(vertx.undeploy(deployed.get(1)));
        done(vertx.undeploy(deployed.get(0)));
        done(vertx.close());
        assertThat(left).as("processes left after the drain").isZero();
    }
}
