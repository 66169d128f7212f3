package io.meproc.http;

import io.meproc.api.ChangeBatcher;
import io.meproc.api.SupervisorClient;
import io.meproc.json.Content;
import io.meproc.task.Changes;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what happens to all who follow. Everything is written once, into an {@link EventLog}; each follower reads
 * from there at its own pace, so that one who does not read costs what its connection buffers, and nobody else anything.
 */
final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private static final int LOG_BYTES = 16 << 20;

    /** Of the bytes in flight: what the last events may take. */
    private static final int LOG_SHARE = 3;

    /** Who has left may come back within this time; then nothing is written for nobody any more. */
    private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** About a millisecond's work. */
    private static final int MOST_AT_ONCE = 32;

    private static final long HEARTBEAT_MILLIS = TimeUnit.SECONDS.toMillis(15);

    private final Vertx vertx;
    private final Set<Follower> followers = new LinkedHashSet<>();
    private final Metrics metrics;
    private final Snapshots snapshots;
    private final HttpLimits limits;
    private final Budget budget;
    private final FanOut fanOut;
    private @Nullable ChangeBatcher batcher;
    private @Nullable EventLog log;
    /** The table to which the log leads. */
    private @Nullable TaskTable told;

    private @Nullable Future<Void> writing;
    private boolean heartbeatPlanned;
    /** When there was last somebody who may come back; before the first one, long ago. */
    private long lastLeft = System.nanoTime() - FORGET_NANOS;

    Events(Vertx vertx, HttpLimits limits, Budget budget) {
        this.vertx = vertx;
        this.limits = limits;
        this.budget = budget;
        this.fanOut = new FanOut(vertx, this::serve);
        this.snapshots = new Snapshots(
                vertx,
                budget.share(),
                fanOut,
                () -> Objects.requireNonNull(batcher).table());
        this.metrics = new Metrics(vertx, () -> followers.stream().anyMatch(Follower::wantsMetrics), this::tellMetrics);
    }

    /** Listens from now on; completes when nothing is missed any more. */
    Future<Void> open(SupervisorClient supervisor) {
        return supervisor.follow(this::add).map(known -> begin(supervisor.table()));
    }

    private @Nullable Void begin(TaskTable table) {
        if (batcher == null) {
            batcher = new ChangeBatcher(vertx, table, this::tell);
            log = new EventLog(table.revision(), (int) Math.min(LOG_BYTES, limits.inFlightBytes() / LOG_SHARE));
            told = table;
        }
        return null;
    }

    private void add(Changes changes) {
        begin(changes.table());
        if (batcher != null) {
            batcher.add(changes);
        }
    }

    /** Writes what has happened, much of it on another thread; completes when all that came before is in the log. */
    private Future<Void> tell() {
        if (writing != null) {
            return writing.compose(done -> tell());
        } else if (batcher == null || log == null || batcher.isEmpty()) {
            return Future.succeededFuture();
        }
        ChangeBatcher.Batch batch = batcher.take();
        long before = log.revision();
        long most = log.mostOfBatch();
        if (followers.isEmpty() && System.nanoTime() - lastLeft > FORGET_NANOS) {
            add(batch, null);
        } else if (batch.size() <= MOST_AT_ONCE) {
            add(batch, written(before, batch, most));
        } else {
            return write(before, batch, most);
        }
        return Future.succeededFuture();
    }

    /** The worker may be done before this goes on, so what is under way is noted before the worker is asked. */
    private Future<Void> write(long before, ChangeBatcher.Batch batch, long most) {
        Promise<Void> done = Promise.promise();
        writing = done.future();
        vertx.executeBlocking(() -> written(before, batch, most), false).onComplete(written -> {
            writing = null;
            try {
                add(batch, written.otherwiseEmpty().result());
            } finally {
                done.complete();
            }
        });
        return done.future();
    }

    /** Null for what is more than the log has room for. */
    private static @Nullable EventBatch written(long before, ChangeBatcher.Batch batch, long most) {
        try {
            return EventBatch.of(before, batch, most).orElse(null);
        } catch (RuntimeException | Error broken) {
            LOG.error("Events could not be written; whoever follows gets a snapshot instead", broken);
            return null;
        }
    }

    private void add(ChangeBatcher.Batch batch, @Nullable EventBatch written) {
        told = batch.table();
        if (log != null && written != null) {
            log.add(written);
        } else if (log != null) {
            log.skip(batch.table().revision());
        }
        if (log != null) {
            EventLog now = log;
            List.copyOf(followers).forEach(follower -> follower.outlive(now));
        }
        fanOut.addAll(followers);
    }

    /** Whether one more is too many. */
    boolean full() {
        return followers.size() >= limits.followers();
    }

    /** How many may follow. */
    int most() {
        return limits.followers();
    }

    /** A client that is to follow, see {@link Follower}. */
    Follower follower(HttpServerResponse response, Set<String> tasks, boolean withMetrics) {
        return new Follower(response, tasks, withMetrics, budget);
    }

    /** A follower's connection takes more. */
    void drained(Follower follower) {
        fanOut.add(follower);
    }

    /** Begins with what comes after a revision that the client knows, if that is still there, or with all there is. */
    void follow(Follower follower, @Nullable Long known) {
        if (log == null) {
            follower.close();
            return;
        }
        follower.prepare();
        followers.add(follower);
        planHeartbeat();
        if (follower.wantsMetrics()) {
            metrics.begin();
        }
        tell().onSuccess(written -> begin(follower, known));
    }

    private void begin(Follower follower, @Nullable Long known) {
        OptionalLong position = known == null || log == null ? OptionalLong.empty() : log.after(known);
        if (position.isPresent()) {
            follower.stand(position.getAsLong(), known == null ? 0 : known);
            fanOut.add(follower);
        } else {
            present(follower, known);
        }
    }

    void leave(Follower follower) {
        followers.remove(follower);
        follower.leave();
        lastLeft = System.nanoTime();
    }

    /** Sends a part of what a follower has not seen; whether there may be more that it takes now. */
    private boolean serve(Follower follower) {
        if (follower.goOn()) {
            return true;
        } else if (log == null || !follower.ready()) {
            return false;
        } else if (follower.behind(log)) {
            follower.prepare();
            tell().onSuccess(written -> present(follower, follower.revision()));
            return false;
        }
        return follower.read(log);
    }

    /** Sends all there is; to one who knew an earlier revision, after word that something is missing. */
    private void present(Follower follower, @Nullable Long known) {
        if (log == null || told == null) {
            return;
        }
        long end = log.end();
        long revision = log.revision();
        if (known != null) {
            follower.send(Buffer.buffer(EventText.id(revision))
                    .appendBuffer(EventText.event("gap", gap(known, revision).bytes())));
        }
        snapshots
                .send(told, end, follower)
                .onSuccess(sent -> {
                    follower.stand(end, revision);
                    fanOut.add(follower);
                })
                .onFailure(broken -> {
                    LOG.error("A snapshot could not be written; the client is to come back", broken);
                    follower.close();
                });
    }

    private static Content gap(long from, long to) {
        return json -> {
            json.writeStartObject();
            json.writeNumberField("from", from);
            json.writeNumberField("to", to);
            json.writeEndObject();
        };
    }

    /** Figures are of the moment: who can't take them now gets the next ones. */
    private void tellMetrics(Metrics.Figures figures) {
        Set<Set<String>> wanted = new HashSet<>();
        followers.stream().filter(Events::takesMetrics).forEach(follower -> wanted.add(follower.tasks()));
        vertx.executeBlocking(() -> figures.of(wanted), false)
                .onSuccess(written -> followers.stream()
                        .filter(Events::takesMetrics)
                        .forEach(follower -> {
                            follower.send(written.getOrDefault(follower.tasks(), Buffer.buffer()));
                            fanOut.add(follower);
                        }))
                .onFailure(broken -> LOG.error("The figures of processes could not be written", broken));
    }

    private static boolean takesMetrics(Follower follower) {
        return follower.wantsMetrics() && follower.ready();
    }

    private void planHeartbeat() {
        if (!heartbeatPlanned && !followers.isEmpty()) {
            heartbeatPlanned = true;
            vertx.setTimer(HEARTBEAT_MILLIS, timer -> {
                heartbeatPlanned = false;
                try {
                    heartbeat();
                } finally {
                    planHeartbeat();
                }
            });
        }
    }

    private void heartbeat() {
        Buffer beat = EventText.comment("still here");
        followers.stream().filter(Follower::ready).forEach(follower -> {
            follower.send(beat);
            fanOut.add(follower);
        });
    }

    /** The service ends. */
    void close() {
        Set.copyOf(followers).forEach(Follower::close);
        followers.clear();
    }
}
