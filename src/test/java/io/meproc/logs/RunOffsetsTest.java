package io.meproc.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import org.junit.jupiter.api.Test;

/** Which offsets are known of the runs of a replica. */
class RunOffsetsTest {
    private static final ReplicaId REPLICA = new ReplicaId("a", 3);

    private final RunOffsets offsets = new RunOffsets();

    @Test
    void theLatestTwentyRunsOfAReplicaAreKnown() {
        for (int run = 1; run <= RunOffsets.MOST + 5; run++) {
            offsets.add(new Run(REPLICA, run), 10L * run);
        }
        offsets.add(new Run(new ReplicaId("a", 4), 99), 7);
        assertThat(offsets.find(REPLICA, 5)).isNull();
        assertThat(offsets.find(REPLICA, 6)).isEqualTo(new RunOffsets.Begun(60, 70L));
        assertThat(offsets.find(REPLICA, 24)).isEqualTo(new RunOffsets.Begun(240, 250L));
        assertThat(offsets.find(REPLICA, 25)).isEqualTo(new RunOffsets.Begun(250, null));
        assertThat(offsets.find(REPLICA, 99)).isNull();
    }

    @Test
    void theRunsOfARemovedTaskAreForgotten() {
        offsets.add(new Run(REPLICA, 1), 0);
        offsets.remove("b");
        assertThat(offsets.find(REPLICA, 1)).isNotNull();
        offsets.remove("a");
        assertThat(offsets.find(REPLICA, 1)).isNull();
    }
}
