package io.meproc.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meproc.task.limit.Limits;
import io.meproc.task.limit.Replacement;
import io.meproc.task.limit.Size;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits in bodies of requests. In JSON, apostrophes are quotes. */
class LimitFieldsTest {
    private static Limits limits(String members, String type) throws InvalidInput {
        String body = "{'cmd': 'x', 'type': '" + type + "', " + members + "}";
        return TaskBody.parse(body.replace('\'', '"').getBytes(UTF_8), "a")
                .behaviour()
                .limits();
    }

    private static Limits limits(String members) throws InvalidInput {
        return limits(members, "daemon");
    }

    @Test
    void theLimitsOfATaskAreRead() throws Exception {
        assertThat(
                        limits(
                                "'memory': {'high': '400MB', 'max': '512MiB', 'for': '1m', 'minAge': '1h'}, 'cpu': 1.5, 'pids': 64"))
                .isEqualTo(new Limits(
                        new Size(400_000_000),
                        new Size(512L << 20),
                        150,
                        64,
                        null,
                        new Replacement(Duration.ofMinutes(1), Duration.ofHours(1))));
        assertThat(limits("'restartAbove': '500MB'"))
                .isEqualTo(new Limits(null, null, 0, 0, new Size(500_000_000), Replacement.DEFAULT));
        assertThat(limits("'cpu': '150%'").cpu()).isEqualTo(150);
        assertThat(limits("'cpu': 0.07").cpu()).isEqualTo(7);
        assertThat(limits("'memory': {'max': '500MB'}").replacement()).isNull();
        assertThat(limits("'memory': {'high': '400MB'}", "once").replacement()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'memory': {'high': '400MB', 'max': '500MB'}",
                "'memory': {'high': '400MB', 'for': '5s'}, 'cpu': 2",
                "'memory': {'max': '1GiB'}, 'cpu': 0.5, 'pids': 1",
                "'memory': {'max': '1234567B'}",
                "'restartAbove': '500MB', 'memory': {'max': '600MB'}",
                "'restartAbove': {'memory': '500MB', 'for': '2s', 'minAge': '3s'}"
            })
    void whatIsWrittenIsRead(String members) throws Exception {
        var written = TaskBody.parse(
                ("{'cmd': 'x', 'type': 'daemon', " + members + "}")
                        .replace('\'', '"')
                        .getBytes(UTF_8),
                "a");
        assertThat(written.behaviour().limits().isDefault()).isFalse();
        assertThat(TaskBody.parse(DefinitionJson.whole(written).toString().getBytes(UTF_8), "a"))
                .isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'memory': '400MB'|memory|an object with high, max, or both",
                "'memory': {}|memory|neither high nor max",
                "'memory': {'high': 400}|memory.high|a size from 1MB",
                "'memory': {'high': '400 MB'}|memory.high|a size from 1MB",
                "'memory': {'high': '400M'}|memory.high|MiB",
                "'memory': {'max': '10kB'}|memory.max|a size from 1MB",
                "'memory': {'max': '999999999999TiB'}|memory.max|to 64TB",
                "'memory': {'high': '500MB', 'max': '500MB'}|memory.max|not more than high",
                "'memory': {'max': '500MB', 'for': '1s'}|memory.for|needs high",
                "'memory': {'high': '500MB', 'for': '8d'}|memory.for|7d",
                "'memory': {'low': '500MB'}|memory.low|unknown field",
                "'cpu': 0|cpu|a number of cores",
                "'cpu': 1.555|cpu|two decimal places",
                "'cpu': '1.5'|cpu|a percentage",
                "'cpu': 1e9|cpu|a number of cores",
                "'pids': 0|pids|from 1 to 4194304",
                "'pids': 1.5|pids|from 1 to 4194304",
                "'restartAbove': 5|restartAbove|a size from 1MB",
                "'restartAbove': {'for': '1s'}|restartAbove.memory|is required",
                "'restartAbove': '1GB', 'memory': {'high': '1GB'}|restartAbove|excludes memory.high"
            },
            quoteCharacter = '`')
    void aWrongLimitIsRefusedWithItsFieldAndWhatIsAllowed(String members, String field, String allowed) {
        assertThatThrownBy(() -> limits(members))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(field)
                .hasMessageContaining(allowed);
    }

    @Test
    void aRunThatMustNotBeRepeatedIsNotReplaced() {
        assertThatThrownBy(() -> limits("'restartAbove': '1GB'", "once")).hasMessageContaining("daemon");
        assertThatThrownBy(() -> limits("'memory': {'high': '1GB', 'for': '1s'}", "once"))
                .hasMessageContaining("daemon");
    }
}
