package io.meproc.process.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.meproc.task.exit.Observations.MemoryEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupMemoryTest {
    @TempDir
    Path directory;

    private final ControlGroup none = ControlGroup.NONE;

    @Test
    void theEventsAndThePeakOfAGroupAreRead() throws Exception {
        Files.writeString(
                directory.resolve("memory.events"), "low 0\nhigh 7\nmax 5\noom 2\noom_kill 1\noom_group_kill 0\n");
        Files.writeString(directory.resolve("memory.peak"), "18189440\n");
        assertThat(group().memory()).isEqualTo(new MemoryEvents(18_189_440, 7, 5, 2, 1));
    }

    @Test
    void aKernelWithoutThePeakStillHasTheEvents() throws Exception {
        Files.writeString(directory.resolve("memory.events"), "high 0\nmax 0\noom 0\noom_kill 0\n");
        assertThat(group().memory()).isEqualTo(new MemoryEvents(0, 0, 0, 0, 0));
    }

    @Test
    void aGroupThatCountsNoMemoryHasNone() {
        assertThat(group().memory()).isNull();
        assertThat(none.memory()).isNull();
    }

    private ControlGroup group() {
        return new ControlGroup(directory, null, false);
    }
}
