package io.meproc.http;

import io.meproc.api.Digest;
import io.meproc.api.Supervision;
import io.meproc.json.Content;
import io.meproc.task.Changes;
import io.meproc.task.TaskTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    private static final long HEARTBEAT_MILLIS = TimeUnit.SECONDS.toMillis(15);

    private final Vertx vertx;
    private final Set<Follower> followers = new LinkedHashSet<>();
    private final Metrics metrics;
    private final Snapshots snapshots;
    private final HttpLimits limits;
    private final Budget budget;
    private @Nullable Digest digest;
    private @Nullable EventLog log;
    private boolean heartbeatPlanned;
    /** When there was last somebody who may come back; before the first one, long ago. */
    private long lastLeft = System.nanoTime() - FORGET_NANOS;

    Events(Vertx vertx, HttpLimits limits, Budget budget) {
        this.vertx = vertx;
        this.limits = limits;
        this.budget = budget;
        this.snapshots = new Snapshots(vertx);
        this.metrics = new Metrics(vertx, () -> followers.stream().anyMatch(Follower::wantsMetrics), this::tellMetrics);
    }

    /** Listens from now on; completes when nothing is missed any more. */
    Future<Void> open(Supervision supervision) {
        return supervision.follow(this::add).map(known -> begin(supervision.table()));
    }

    private @Nullable Void begin(TaskTable table) {
        if (digest == null) {
            digest = new Digest(vertx, table, this::tell);
            log = new EventLog(table.revision(), (int) Math.min(LOG_BYTES, limits.inFlightBytes() / LOG_SHARE));
        }
        return null;
    }

    private void add(Changes changes) {
        begin(changes.table());
        if (digest != null) {
            digest.add(changes);
        }
    }

    private void tell() {
        if (digest == null || log == null || digest.isEmpty()) {
            return;
        }
        Digest.Batch batch = digest.take();
        if (followers.isEmpty() && System.nanoTime() - lastLeft > FORGET_NANOS) {
            log.skip(batch.table().revision());
            return;
        }
        try {
            log.add(batch);
        } catch (RuntimeException | Error broken) {
            LOG.error("Events could not be written; whoever follows gets a snapshot instead", broken);
            log.skip(batch.table().revision());
        }
        List.copyOf(followers).forEach(this::serve);
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
        follower.goOn();
        serve(follower);
    }

    /** Begins with what comes after a revision that the client knows, if that is still there, or with all there is. */
    void follow(Follower follower, @Nullable Long known) {
        tell();
        if (log == null) {
            follower.close();
            return;
        }
        followers.add(follower);
        planHeartbeat();
        if (follower.wantsMetrics()) {
            metrics.begin();
        }
        OptionalLong position = known == null ? OptionalLong.empty() : log.after(known);
        if (position.isPresent()) {
            follower.stand(position.getAsLong(), known == null ? 0 : known);
            serve(follower);
        } else {
            present(follower, known);
        }
    }

    void leave(Follower follower) {
        followers.remove(follower);
        follower.release();
        lastLeft = System.nanoTime();
    }

    /** Sends what a follower has not seen, if it takes it now. */
    void serve(Follower follower) {
        if (log == null || !follower.ready()) {
            return;
        } else if (follower.behind(log)) {
            tell();
            present(follower, follower.revision());
        } else {
            follower.read(log);
        }
    }

    /** Sends all there is; to one who knew an earlier revision, after word that something is missing. */
    private void present(Follower follower, @Nullable Long known) {
        if (log == null || digest == null) {
            return;
        }
        follower.prepare();
        long end = log.end();
        long revision = log.revision();
        TaskTable table = digest.table();
        snapshots
                .of(table, end, follower.tasks())
                .map(all -> {
                    if (known != null) {
                        follower.send(Buffer.buffer(EventText.id(revision))
                                .appendBuffer(EventText.event(
                                        "gap", gap(known, revision).bytes())));
                    }
                    follower.send(all);
                    follower.stand(end, revision);
                    serve(follower);
                    return null;
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
        Map<Set<String>, Buffer> written = new HashMap<>();
        List.copyOf(followers).stream()
                .filter(follower -> follower.wantsMetrics() && follower.ready())
                .forEach(follower -> follower.send(written.computeIfAbsent(follower.tasks(), figures::of)));
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
        List.copyOf(followers).stream().filter(Follower::ready).forEach(follower -> follower.send(beat));
    }

    /** The service ends. */
    void close() {
        Set.copyOf(followers).forEach(Follower::close);
        followers.clear();
    }
}
