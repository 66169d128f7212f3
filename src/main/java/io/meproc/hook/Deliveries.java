package io.meproc.hook;

import io.meproc.bus.Addresses;
import io.meproc.bus.LocalBus;
import io.meproc.store.OutboxRequest;
import io.meproc.store.OutboxRequest.Queued;
import io.meproc.task.Notification;
import io.meproc.task.hook.HookTarget;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attempts to send notifications, and records the outcomes in the outbox. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(HookVerticle.class);

    private final Vertx vertx;
    private final HookSettings settings;
    private final Clock clock;
    private final RetrySchedule schedule;
    private final Lanes lanes;
    private final Composer composer;
    private final HttpSender http;
    private final MailSender mail;

    /** @param worker reads secrets and looks up addresses */
    Deliveries(
            Vertx vertx,
            WorkerExecutor worker,
            HookSettings settings,
            String node,
            Clock clock,
            Timing timing,
            Lanes lanes) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.schedule = new RetrySchedule(timing.delays(), new Random());
        this.lanes = lanes;
        this.composer = new Composer(vertx, node, settings.page());
        this.http = new HttpSender(vertx, worker, clock, timing);
        this.mail = new MailSender(vertx, worker);
    }

    /** Sends a trial with this number, which is not in the outbox. */
    Future<Outcome> trial(Target target, long number) {
        return send(target, composer.trial(number, clock.instant()));
    }

    private Future<Outcome> send(Target target, Message message) {
        return target instanceof Target.Mail mailbox
                ? mail.send(mailbox, message)
                : http.send((Target.Http) target, message);
    }

    /** Attempts to send a notification; completes when the outcome is recorded. */
    Future<Object> attempt(Queued queued) {
        Notification notification = queued.notification();
        lanes.begin(notification.target());
        return target(notification.target())
                .<Future<Outcome>>map(found -> composer.message(notification).compose(message -> send(found, message)))
                .orElseGet(() -> Future.succeededFuture(
                        new Outcome.Impossible("the settings do not define or allow this target any more")))
                .otherwise(broken -> new Outcome.Failed("internal error: " + broken))
                .compose(outcome -> record(queued, outcome));
    }

    /** The target of a notification; empty if the settings no longer have it or no longer allow its URL. */
    private Optional<Target> target(String text) {
        Target named = settings.targets().get(text);
        if (named != null) {
            return Optional.of(named);
        }
        int space = text.indexOf(' ');
        return space < 0
                ? Optional.empty()
                : HookTarget.Kind.of(text.substring(0, space))
                        .filter(kind -> settings.rules().allowsUrl(text.substring(space + 1)))
                        .map(kind -> Target.Http.of(
                                kind == HookTarget.Kind.NTFY ? TargetKind.NTFY : TargetKind.WEBHOOK,
                                text.substring(space + 1)));
    }

    /** Records the outcome of an attempt in the outbox. */
    private Future<Object> record(Queued queued, Outcome outcome) {
        Notification notification = queued.notification();
        String target = notification.target();
        Instant now = clock.instant();
        if (outcome instanceof Outcome.Delivered) {
            lanes.succeeded(target);
            LOG.debug("Target {} was notified that task {} {}", target, notification.task(), notification.event());
            return store(new OutboxRequest.Delivered(notification));
        } else if (outcome instanceof Outcome.Gone) {
            lanes.succeeded(target);
            LOG.error(
                    "Target {} is disabled, since it refuses further notifications: {}. It is enabled by:"
                            + " meproc hooks retry {}",
                    target,
                    outcome.words(),
                    target);
            return store(new OutboxRequest.Disable(target, outcome.words(), now));
        } else if (outcome instanceof Outcome.Impossible) {
            lanes.succeeded(target);
            LOG.error(
                    "A notification of task {} can't be sent to {}: {}", notification.task(), target, outcome.words());
            return store(new OutboxRequest.Failed(notification.number(), outcome.words(), now, null));
        }
        return lanes.isClosed() ? Future.succeededFuture() : failed(queued, (Outcome.Failed) outcome, now);
    }

    private Future<Object> failed(Queued queued, Outcome.Failed outcome, Instant now) {
        Notification notification = queued.notification();
        Optional<Duration> wait = schedule.after(queued.tries() + 1)
                .map(delay -> outcome.retryAfter()
                        .filter(demanded -> demanded.compareTo(delay) > 0)
                        .orElse(delay));
        Duration backoff = schedule.after(Math.min(
                        lanes.failures(notification.target()), schedule.delays().size()))
                .orElse(Lanes.LONGEST);
        lanes.failed(notification.target(), outcome.words(), backoff, outcome.retryAfter(), now);
        LOG.warn(
                "Target {} was not notified that task {} {}: {}; {}",
                notification.target(),
                notification.task(),
                notification.event().word(),
                outcome.words(),
                wait.map(delay -> "next attempt in " + delay.toSeconds() + " s").orElse("given up"));
        return store(new OutboxRequest.Failed(
                notification.number(), outcome.words(), now, wait.map(now::plus).orElse(null)));
    }

    private <T extends @Nullable Object> Future<T> store(OutboxRequest request) {
        return LocalBus.request(vertx, Addresses.STORE, request);
    }
}
