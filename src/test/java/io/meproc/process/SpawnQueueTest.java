package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.process.account.Identity;
import io.meproc.task.Order;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.command.Command;
import io.meproc.task.exit.LeaderExit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpawnQueueTest {
    private final SpawnQueue queue = new SpawnQueue();

    @Test
    void tasksTakeTurnsAndReplicasKeepTheirOrder() {
        add("a", 0);
        add("a", 1);
        add("a", 2);
        add("b", 0);
        add("c", 0);
        add("c", 1);

        assertThat(drain()).containsExactly("a:0", "b:0", "c:0", "a:1", "c:1", "a:2");
    }

    @Test
    void aNewcomerWaitsForOneSpawnOfEachOtherTaskAtMost() {
        for (int i = 0; i < 1000; i++) {
            add("many", i);
        }
        queue.poll(task -> false);
        add("one", 0);

        assertThat(drain().subList(0, 2)).containsExactly("many:1", "one:0");
    }

    @Test
    void anEmptyQueueGivesNothing() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.poll(task -> false)).isNull();
        add("a", 0);
        assertThat(queue.isEmpty()).isFalse();
        queue.poll(task -> false);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whatIsTakenBackIsNotGiven() {
        for (int i = 0; i < 3; i++) {
            add("a", i);
        }

        assertThat(queue.cancel(new Run(new ReplicaId("a", 1), 1))).isTrue();
        assertThat(queue.cancel(new Run(new ReplicaId("a", 1), 1))).isFalse();
        assertThat(drain()).containsExactly("a:0", "a:2");
        assertThat(queue.cancel(new Run(new ReplicaId("a", 2), 1))).isFalse();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aTaskThatIsHeldUpIsPassedOver() {
        add("a", 0);
        add("a", 1);
        add("b", 0);

        assertThat(queue.poll("a"::equals))
                .extracting(next -> next.run().replica().alias())
                .isEqualTo("b:0");
        assertThat(queue.poll("a"::equals)).isNull();
        assertThat(queue.cancelAll("a"))
                .extracting(next -> next.run().replica().alias())
                .containsExactly("a:0", "a:1");
        assertThat(queue.isEmpty()).isTrue();
    }

    private void add(String task, int index) {
        queue.add(new SpawnAttempt(
                new Order.Spawn(
                        new Run(new ReplicaId(task, index), 1), new Command(":", null, null), LeaderExit.STOP_GROUP),
                Identity.OWN));
    }

    private List<String> drain() {
        List<String> order = new ArrayList<>();
        for (SpawnAttempt next = queue.poll(task -> false); next != null; next = queue.poll(task -> false)) {
            order.add(next.run().replica().alias());
        }
        return order;
    }
}
