package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RollTest {
    @Test
    void itKeepsWhatALinkedMapKeepsAndLeavesEarlierOnesAlone() {
        Random random = new Random(1);
        Map<String, Integer> expected = new LinkedHashMap<>();
        Roll<Integer> roll = Roll.empty();
        for (int step = 0; step < 20_000; step++) {
            Roll<Integer> before = roll;
            Map<String, Integer> expectedBefore = step % 100 == 0 ? new LinkedHashMap<>(expected) : expected;
            String name = "t" + random.nextInt(step % 4_000 < 2_000 ? 300 : 30);
            if (random.nextBoolean()) {
                roll = roll.with(name, step);
                expected.put(name, step);
            } else {
                roll = roll.without(name);
                expected.remove(name);
            }
            assertThat(roll.size()).isEqualTo(expected.size());
            assertThat(roll.find(name)).isEqualTo(expected.get(name));
            if (step % 100 == 0) {
                assertThat(roll.stream()).containsExactlyElementsOf(expected.values());
                assertThat(before.stream()).containsExactlyElementsOf(expectedBefore.values());
            }
        }
    }

    @Test
    void namesThatShareABucketStayApart() {
        Roll<Integer> roll = Roll.<Integer>empty().with("Aa", 1).with("BB", 2);
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(roll.without("Aa").find("BB")).isEqualTo(2);
        assertThat(roll.without("Aa").find("Aa")).isNull();
    }
}
