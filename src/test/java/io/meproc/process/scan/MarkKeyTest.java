package io.meproc.process.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meproc.process.account.Identity;
import io.meproc.process.scan.ProcFiles.Users;
import io.meproc.task.ReplicaId;
import io.meproc.task.Run;
import io.meproc.task.exit.LeaderExit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a mark proves, and to whom. */
class MarkKeyTest {
    private static final Run RUN = new Run(new ReplicaId("web", 3), 42);
    private static final long OTHER = 4_000_000_000L;

    private final MarkKey key = MarkKey.random();
    private final Marker marker = new Marker("id", key);

    private static MarkKey key(byte each, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, each);
        return MarkKey.of(Arrays.copyOf(bytes, MarkKey.LENGTH));
    }

    private boolean proves(String value, long uid) {
        return marker.proves(Objects.requireNonNull(marker.read(value)), new Users(uid, uid));
    }

    /** Test case 1 of RFC 4231: a key shorter than the block is filled up with zeros. */
    @Test
    void theSecretIsTheBeginningOfAnHmacWithSha256() {
        assertThat(key((byte) 0x0b, 20).secret("Hi There")).isEqualTo("b0344c61d8db38535ca8afceaf0bf12b");
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> MarkKey.of(new byte[31])).hasMessage("a key of 31 bytes");
    }

    @Test
    void aMarkNamesItsRunAndProvesIt() {
        String value = marker.value(RUN, OTHER);

        assertThat(Objects.requireNonNull(marker.read(value)).run()).isEqualTo(RUN);
        assertThat(proves(value, OTHER)).isTrue();
        assertThat(proves(value, 0)).as("a program that became root").isTrue();
        assertThat(proves(value, OTHER - 1)).as("another user").isFalse();
    }

    @Test
    void whatStartsAsRootMayBecomeAnybody() {
        assertThat(proves(marker.value(RUN, 0), OTHER)).isTrue();
    }

    @Test
    void noPartOfAMarkCanBeExchanged() {
        String value = marker.value(RUN, OTHER);

        for (String other : List.of(
                value.replace("/web/", "/wed/"),
                value.replace("/3/", "/4/"),
                value.replace("/42/", "/43/"),
                value.replace("/" + OTHER + "/", "/0/"),
                value.replaceAll(".$", value.endsWith("0") ? "1" : "0"))) {
            assertThat(other).isNotEqualTo(value);
            assertThat(proves(other, 0)).as(other).isFalse();
        }
        assertThat(new Marker("id", MarkKey.random()).value(RUN, OTHER)).isNotEqualTo(value);
        assertThat(marker.read("id/web/3/42")).isNull();
        assertThat(marker.read("id/web/3/42/" + OTHER + "/")).isNull();
        assertThat(marker.read(value.replace("id/", "other/"))).isNull();
    }

    @Test
    void aKeyShowsNothingOfItself() {
        assertThat(key).hasToString("MarkKey");
        assertThat(marker).hasToString("Marker[instanceId=id, key=MarkKey]");
        assertThat(marker.variables(RUN, Identity.OWN, LeaderExit.STOP_GROUP).get(Marker.VARIABLE))
                .matches("id/web/3/42/\\d+/[0-9a-f]{32}");
    }
}
