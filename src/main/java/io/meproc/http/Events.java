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
 * Sends events to all followers. Each batch is written once into an {@link EventLog}, from which each follower reads
 * at its own pace. So a follower that does not read costs what its connection buffers, and does not delay others.
 */
final class Events {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private static final int LOG_BYTES = 16 << 20;

    /** The log may take this fraction of the bytes in flight: one part in {@value #LOG_SHARE}. */
    private static final int LOG_SHARE = 3;

    /**
     * The time for which events are still logged after the last follower has disconnected, so that it can reconnect
     * without a gap.
     */
    private static final long KEEP_LOGGING_NANOS = TimeUnit.MINUTES.toNanos(2);

    /** The size of a batch that takes about 1 ms to write. */
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
    /** The table after the last batch in the log. */
    private @Nullable TaskTable loggedTable;

    private @Nullable Future<Void> writing;
    private boolean heartbeatPlanned;
    /** When the last follower disconnected; initially long ago. */
    private long lastDisconnect = System.nanoTime() - KEEP_LOGGING_NANOS;

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
        this.metrics = new Metrics(vertx, () -> followers.stream().anyMatch(Follower::wantsMetrics), this::sendMetrics);
    }

    /** Subscribes to the changes; completes when no event can be missed. */
    Future<Void> open(SupervisorClient supervisor) {
        return supervisor.follow(this::add).map(known -> begin(supervisor.table()));
    }

    private @Nullable Void begin(TaskTable table) {
        if (batcher == null) {
            batcher = new ChangeBatcher(vertx, table, this::writeEvents);
            log = new EventLog(table.revision(), (int) Math.min(LOG_BYTES, limits.inFlightBytes() / LOG_SHARE));
            loggedTable = table;
        }
        return null;
    }

    private void add(Changes changes) {
        begin(changes.table());
        if (batcher != null) {
            batcher.add(changes);
        }
    }

    /**
     * Writes the collected events into the log, a large batch on a worker thread; completes when all events so far
     * are in the log.
     */
    private Future<Void> writeEvents() {
        if (writing != null) {
            return writing.compose(done -> writeEvents());
        } else if (batcher == null || log == null || batcher.isEmpty()) {
            return Future.succeededFuture();
        }
        ChangeBatcher.Batch batch = batcher.drain();
        long before = log.revision();
        long most = log.mostOfBatch();
        if (followers.isEmpty() && System.nanoTime() - lastDisconnect > KEEP_LOGGING_NANOS) {
            add(batch, null);
        } else if (batch.size() <= MOST_AT_ONCE) {
            add(batch, written(before, batch, most));
        } else {
            return write(before, batch, most);
        }
        return Future.succeededFuture();
    }

    /** Sets {@code writing} before the worker is started, since the worker may be done before this method continues. */
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

    /** The batch as text; null if it is larger than the log allows. */
    private static @Nullable EventBatch written(long before, ChangeBatcher.Batch batch, long most) {
        try {
            return EventBatch.of(before, batch, most).orElse(null);
        } catch (RuntimeException | Error broken) {
            LOG.error("Events could not be written; the followers are sent a snapshot instead", broken);
            return null;
        }
    }

    private void add(ChangeBatcher.Batch batch, @Nullable EventBatch written) {
        loggedTable = batch.table();
        if (log != null && written != null) {
            log.add(written);
        } else if (log != null) {
            log.skip(batch.table().revision());
        }
        if (log != null) {
            EventLog now = log;
            List.copyOf(followers).forEach(follower -> follower.retain(now));
        }
        fanOut.addAll(followers);
    }

    /** Whether no further follower is allowed. */
    boolean full() {
        return followers.size() >= limits.followers();
    }

    /** The maximum number of followers. */
    int most() {
        return limits.followers();
    }

    /** A new follower, which is sent nothing before {@link #follow}. */
    Follower follower(HttpServerResponse response, Set<String> tasks, boolean withMetrics) {
        return new Follower(response, tasks, withMetrics, budget);
    }

    /** Handles a connection whose write queue has room again. */
    void drained(Follower follower) {
        fanOut.add(follower);
    }

    /**
     * Starts to send events: those after the revision that the client knows if they are in the log, otherwise a
     * snapshot.
     */
    void follow(Follower follower, @Nullable Long known) {
        if (log == null) {
            follower.close();
            return;
        }
        follower.awaitSnapshot();
        followers.add(follower);
        planHeartbeat();
        if (follower.wantsMetrics()) {
            metrics.begin();
        }
        writeEvents().onSuccess(written -> begin(follower, known));
    }

    private void begin(Follower follower, @Nullable Long known) {
        OptionalLong position = known == null || log == null ? OptionalLong.empty() : log.after(known);
        if (position.isPresent()) {
            follower.continueAt(position.getAsLong(), known == null ? 0 : known);
            fanOut.add(follower);
        } else {
            sendSnapshot(follower, known);
        }
    }

    void disconnect(Follower follower) {
        followers.remove(follower);
        follower.disconnect();
        lastDisconnect = System.nanoTime();
    }

    /** Sends the next part to a follower; returns whether another part may be sent at once. */
    private boolean serve(Follower follower) {
        if (follower.writePart()) {
            return true;
        } else if (log == null || !follower.ready()) {
            return false;
        } else if (follower.behind(log)) {
            follower.awaitSnapshot();
            writeEvents().onSuccess(written -> sendSnapshot(follower, follower.revision()));
            return false;
        }
        return follower.read(log);
    }

    /** Sends a snapshot, after a gap event if the client knew an earlier revision. */
    private void sendSnapshot(Follower follower, @Nullable Long known) {
        if (log == null || loggedTable == null) {
            return;
        }
        long end = log.end();
        long revision = log.revision();
        if (known != null) {
            follower.send(Buffer.buffer(EventText.id(revision))
                    .appendBuffer(EventText.event("gap", gap(known, revision).bytes())));
        }
        snapshots
                .send(loggedTable, end, follower)
                .onSuccess(sent -> {
                    follower.continueAt(end, revision);
                    fanOut.add(follower);
                })
                .onFailure(broken -> {
                    LOG.error("A snapshot could not be written; the stream is closed", broken);
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

    /** Sends metrics to the followers that are ready; the others are sent the next ones. */
    private void sendMetrics(Metrics.Figures figures) {
        Set<Set<String>> wanted = new HashSet<>();
        followers.stream().filter(Events::acceptsMetrics).forEach(follower -> wanted.add(follower.tasks()));
        vertx.executeBlocking(() -> figures.of(wanted), false)
                .onSuccess(written -> followers.stream()
                        .filter(Events::acceptsMetrics)
                        .forEach(follower -> {
                            follower.send(written.getOrDefault(follower.tasks(), Buffer.buffer()));
                            fanOut.add(follower);
                        }))
                .onFailure(broken -> LOG.error("The metrics could not be written", broken));
    }

    private static boolean acceptsMetrics(Follower follower) {
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
        Buffer comment = EventText.comment("heartbeat");
        followers.stream().filter(Follower::ready).forEach(follower -> {
            follower.send(comment);
            fanOut.add(follower);
        });
    }

    /** Ends all streams, since the service shuts down. */
    void close() {
        Set.copyOf(followers).forEach(Follower::close);
        followers.clear();
    }
}
