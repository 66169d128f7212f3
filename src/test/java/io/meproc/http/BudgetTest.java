package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What clients can make the service keep, all together. */
class BudgetTest {
    private static final int LARGE = 1 << 20;

    private long now;
    private final Budget budget = new Budget(10L * LARGE, () -> now);
    private final List<Integer> evicted = new ArrayList<>();

    private void later() {
        now += TimeUnit.SECONDS.toNanos(2);
    }

    private Budget.Lease holding(int number, long bytes) {
        Budget.Lease lease = budget.lease(() -> evicted.add(number));
        assertThat(lease.acquire(bytes)).isTrue();
        return lease;
    }

    private void fill() {
        for (int i = 0; i < 10; i++) {
            holding(i, LARGE);
        }
    }

    @Test
    void whatGoesOnKeepsWhatItHolds() {
        fill();
        assertThat(budget.lease(() -> evicted.add(-1)).acquire(LARGE)).isFalse();
        assertThat(evicted).isEmpty();
        assertThat(budget.used()).isEqualTo(10L * LARGE);
    }

    @Test
    void whatHasNotGoneOnTheLongestMakesRoom() {
        Budget.Lease first = holding(0, LARGE);
        for (int i = 1; i < 10; i++) {
            holding(i, LARGE);
        }
        later();
        first.touch();
        holding(10, 2L * LARGE);
        assertThat(evicted).containsExactly(1, 2);
        assertThat(budget.used()).isEqualTo(10L * LARGE);
    }

    @Test
    void whatTheServiceWorksOnIsNotTakenAway() {
        for (int i = 0; i < 10; i++) {
            holding(i, LARGE).protect();
        }
        later();
        assertThat(budget.lease(() -> {}).acquire(LARGE)).isFalse();
        assertThat(evicted).isEmpty();
    }

    @Test
    void smallOnesFindRoomWhileLargeOnesDoNot() {
        fill();
        for (int i = 0; i < 40; i++) {
            holding(100 + i, Budget.SMALL);
        }
        assertThat(budget.lease(() -> {}).acquire(Budget.SMALL)).isFalse();
        assertThat(budget.used()).isEqualTo(10L * LARGE + 40L * Budget.SMALL);
    }

    @Test
    void whatIsClosedHoldsNothingHoweverOftenItIsClosed() {
        Budget.Lease lease = holding(0, LARGE);
        lease.close();
        lease.close();
        lease.touch();
        assertThat(lease.acquire(1)).isFalse();
        assertThat(budget.used()).isZero();
    }
}
