package io.meproc.process;

import static org.assertj.core.api.Assertions.assertThat;

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
        queue.poll();
        add("one", 0);

        assertThat(drain().subList(0, 2)).containsExactly("many:1", "one:0");
    }

    @Test
    void anEmptyQueueGivesNothing() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.poll()).isNull();
        add("a", 0);
        assertThat(queue.isEmpty()).isFalse();
        queue.poll();
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

    private void add(String task, int index) {
        queue.add(new Order.Spawn(
                new Run(new ReplicaId(task, index), 1), new Command(":", null, null), LeaderExit.STOP_GROUP));
    }

    private List<String> drain() {
        List<String> order = new ArrayList<>();
        for (Order.Spawn next = queue.poll(); next != null; next = queue.poll()) {
            order.add(next.run().replica().alias());
        }
        return order;
    }
}
