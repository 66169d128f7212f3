package io.meproc.hook;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.json.Content;
import io.meproc.json.EndJson;
import io.meproc.json.Naming;
import io.meproc.store.StoreRequest;
import io.meproc.store.StoredRun;
import io.meproc.task.Notification;
import io.meproc.task.Run;
import io.meproc.task.Timeline;
import io.meproc.task.exit.End;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds to a notification what its target is to know: the end of the run and the last lines of its output. */
final class Composer {
    private static final Logger LOG = LoggerFactory.getLogger(Composer.class);
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int RADIX = 36;

    private final Vertx vertx;
    private final OutputTail outputs;
    private final String node;
    private final Optional<String> page;

    /** @param page the address of the page; empty for no links */
    Composer(Vertx vertx, String node, Optional<String> page) {
        this.vertx = vertx;
        this.outputs = new OutputTail(vertx);
        this.node = node;
        this.page = page;
    }

    /** A message that reports no event. */
    Message trial(long number, Instant now) {
        return new Message(
                id(number),
                Message.TRIAL,
                "",
                null,
                null,
                "a trial notification, requested by an operator",
                now,
                0,
                node,
                List.of(),
                page.map(address -> address + "/"));
    }

    /** The message of a notification. The future does not fail: without the store or the log there are fewer facts. */
    Future<Message> message(Notification notification) {
        Run run = notification.run();
        return run == null
                ? Future.succeededFuture(message(notification, null, List.of()))
                : LocalBus.<@Nullable StoredRun>request(
                                vertx, Addresses.STORE, new StoreRequest.OneRun(run.incarnation()), PATIENCE_MILLIS)
                        .compose(stored -> stored == null
                                ? Future.succeededFuture(message(notification, null, List.of()))
                                : outputs.of(stored.run())
                                        .otherwise(List.of("(the output can't be read)"))
                                        .map(lines -> message(notification, stored, lines)))
                        .recover(broken -> {
                            LOG.warn("The run of a notification can't be read: {}", broken.getMessage());
                            return Future.succeededFuture(message(notification, null, List.of()));
                        });
    }

    private Message message(Notification notification, @Nullable StoredRun stored, List<String> output) {
        Run run = notification.run();
        return new Message(
                id(notification.number()),
                notification.event().word(),
                notification.task(),
                run == null ? null : run.replica().index(),
                run == null ? null : new Message.RunFacts(run.incarnation(), stored == null ? null : end(stored)),
                OutputTail.plain(notification.words()),
                notification.at(),
                notification.others(),
                node,
                output,
                page.map(address ->
                        address + "/#/tasks/" + URLEncoder.encode(notification.task(), StandardCharsets.UTF_8)));
    }

    private @Nullable String end(StoredRun stored) {
        End end = stored.run().end();
        if (end == null) {
            return null;
        }
        Content content = json -> new EndJson(json, Naming.CAMEL, Timeline.STEADY, stored.node()).write(end);
        return new String(content.bytes(), StandardCharsets.UTF_8);
    }

    /** The id at targets. Numbers are unique on a node, so it has the node, too; a dot is not allowed in it. */
    private String id(long number) {
        return "msg_" + Long.toString(number, RADIX) + "_" + Integer.toHexString(node.hashCode());
    }
}
