package io.meproc.store;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.store.OutboxRequest.Due;
import io.meproc.store.OutboxRequest.Outbox;
import io.meproc.store.OutboxRequest.Queued;
import io.meproc.task.Notification;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.hook.HookEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications that wait in the store. */
class OutboxTest {
    @TempDir
    Path directory;

    @Test
    void notificationsOutliveTheService() {
        Notification sent = notification(1, "ops", 0, 0);
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(write(store, sent)).isTrue();
        }
        try (RunningStore store = new RunningStore(directory)) {
            assertThat(next(store, 1).notifications())
                    .extracting(Queued::notification)
                    .containsExactly(sent);
            assertThat(store.load().incarnations()).isGreaterThanOrEqualTo(1);
        }
    }

    @Test
    void oneDueNotificationOfEachTargetIsReturnedTheEarliestFirst() {
        try (RunningStore store = new RunningStore(directory)) {
            write(store, notification(1, "ops", 0, 5), notification(2, "ops", 0, 3), notification(3, "log", 0, 9));
            Due due = next(store, 10);
            assertThat(numbers(due.notifications())).containsExactlyInAnyOrder(2L, 3L);
            assertThat(numbers(next(store, 10, "ops").notifications())).containsExactly(3L);
            assertThat(next(store, 0).notifications()).isEmpty();
            assertThat(next(store, 0).next()).isEqualTo(Records.NOON.plusSeconds(3));
        }
    }

    @Test
    void aReplacedNotificationHasItsNewContentAndIsNotDeletedByTheDeliveryOfTheOldOne() {
        try (RunningStore store = new RunningStore(directory)) {
            Notification first = notification(1, "ops", 0, 5);
            Notification newer = notification(1, "ops", 4, 5);
            write(store, first);
            write(store, newer);
            done(store.request(new OutboxRequest.Delivered(first)));
            assertThat(next(store, 10).notifications())
                    .extracting(Queued::notification)
                    .containsExactly(newer);
            done(store.request(new OutboxRequest.Delivered(newer)));
            assertThat(next(store, 10)).isEqualTo(new Due(List.of(), null));
        }
    }

    @Test
    void aFailedAttemptWaitsAndTheLastOneIsADeadLetterUntilARetry() {
        try (RunningStore store = new RunningStore(directory)) {
            write(store, notification(1, "ops", 0, 0));
            done(store.request(new OutboxRequest.Failed(1, "refused", Records.NOON, Records.NOON.plusSeconds(60))));
            assertThat(next(store, 59).notifications()).isEmpty();
            Queued waiting = next(store, 60).notifications().get(0);
            assertThat(waiting.tries()).isEqualTo(1);
            assertThat(waiting.error()).isEqualTo("refused");

            done(store.request(new OutboxRequest.Failed(1, "refused again", Records.NOON, null)));
            assertThat(next(store, 99)).isEqualTo(new Due(List.of(), null));
            assertThat(outbox(store).targets()).containsExactly(new OutboxRequest.OfTarget("ops", 0, 0, 1, null, null));
            assertThat(outbox(store).notifications().get(0).dead()).isEqualTo(Records.NOON);

            assertThat(done(store.<Integer>request(new OutboxRequest.Retry("ops", Records.NOON))))
                    .isEqualTo(1);
            assertThat(next(store, 0).notifications()).hasSize(1);
            assertThat(done(store.<Integer>request(new OutboxRequest.Drop("ops"))))
                    .isEqualTo(1);
            assertThat(outbox(store).targets()).isEmpty();
        }
    }

    @Test
    void nothingIsSentToADisabledTargetUntilARetry() {
        try (RunningStore store = new RunningStore(directory)) {
            write(store, notification(1, "ops", 0, 0), notification(2, "log", 0, 0));
            done(store.request(new OutboxRequest.Disable("ops", "410 Gone", Records.NOON)));
            write(store, notification(3, "ops", 0, 0));
            assertThat(numbers(next(store, 10).notifications())).containsExactly(2L);
            assertThat(outbox(store).targets())
                    .containsExactly(
                            new OutboxRequest.OfTarget("log", 1, 0, 0, null, null),
                            new OutboxRequest.OfTarget("ops", 0, 0, 2, "410 Gone", Records.NOON));
            done(store.request(new OutboxRequest.Retry("ops", Records.NOON)));
            assertThat(numbers(next(store, 10).notifications())).containsExactlyInAnyOrder(1L, 2L);
        }
    }

    @Test
    void theOldestNotificationsGoWhenThereAreTooMany() {
        int most = NotificationWriter.MOST_WAITING;
        try (RunningStore store = new RunningStore(directory)) {
            write(
                    store,
                    LongStream.rangeClosed(1, most)
                            .mapToObj(n -> notification(n, "ops", 0, 0))
                            .toArray(Notification[]::new));
            assertThat(outbox(store).dropped()).isZero();
            write(store, notification(most + 1, "ops", 0, 0), notification(most + 2, "ops", 0, 0));
            assertThat(outbox(store).dropped()).isEqualTo(2);
            assertThat(outbox(store).targets().get(0).waiting()).isEqualTo(most);
            assertThat(numbers(outbox(store).notifications())).startsWith(most + 2L);
        }
    }

    @Test
    void aLongErrorIsCut() {
        try (RunningStore store = new RunningStore(directory)) {
            write(store, notification(1, "ops", 0, 0));
            done(store.request(new OutboxRequest.Failed(1, "x".repeat(5_000), Records.NOON, null)));
            assertThat(outbox(store).notifications().get(0).error()).hasSize(500);
        }
    }

    private static boolean write(RunningStore store, Notification... notifications) {
        return store.write(Records.NONE.with(List.of(notifications))) == null;
    }

    private static Due next(RunningStore store, int second, String... except) {
        return done(store.<Due>request(new OutboxRequest.Next(Records.NOON.plusSeconds(second), List.of(except))));
    }

    private static Outbox outbox(RunningStore store) {
        return done(store.<Outbox>request(new OutboxRequest.Inspect(100)));
    }

    private static List<Long> numbers(List<Queued> queued) {
        return queued.stream().map(each -> each.notification().number()).toList();
    }

    private static Notification notification(long number, String target, int at, int due) {
        return new Notification(
                number,
                target,
                HookEvent.FAILED,
                "web",
                new Run(new ReplicaId("web", 1), 77),
                "failing: the last run: ended with code 3 after 2 s",
                Records.NOON.plusSeconds(at),
                Records.NOON.plusSeconds(due),
                at);
    }
}
