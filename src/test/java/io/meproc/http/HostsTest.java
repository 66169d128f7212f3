package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsTest {
    private static final SocketAddress LOOPBACK = SocketAddress.inetSocketAddress(8606, "127.0.0.1");
    private static final SocketAddress LAN = SocketAddress.inetSocketAddress(8606, "192.0.2.7");
    private static final SocketAddress LAN_6 = SocketAddress.inetSocketAddress(8606, "2001:db8:0:0:0:0:0:7");

    private static final Hosts MANY =
            reached("one.example.org", 8080, "Two.Example.org", "three.example.org:8443", "[2001:DB8::7]:81");

    private final Hosts hosts = new Hosts("127.0.0.1", PublicAddress.NONE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost",
                "localhost.",
                "127.0.0.1",
                "127.1",
                "127.0.1",
                "127.9.9.9",
                "::1",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[::ffff:127.0.0.1]"
            })
    void thisMachineIsAlwaysMeant(String host) {
        assertThat(hosts.allow(host, LOOPBACK)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "evil.example",
                "localhost.evil.example",
                "evil.localhost.example",
                "evillocalhost",
                "127.0.0.1.evil.example",
                "127.0.0.1.nip.io",
                "127.1.1.1.1",
                "127.",
                "128.0.0.1",
                "0.0.0.0",
                "::",
                "[::2]",
                "192.0.2.7",
                "0177.0.0.1",
                "2130706433",
                "0x7f000001"
            })
    void nobodyElseIs(String host) {
        assertThat(hosts.allow(host, LOOPBACK)).isFalse();
    }

    @Test
    void theAddressThatItListensOnIsMeant() {
        Hosts bound = new Hosts("192.0.2.7", PublicAddress.NONE);
        assertThat(bound.allow("192.0.2.7", LAN)).isTrue();
        assertThat(bound.allow("192.0.2.8", LAN)).isFalse();
        assertThat(new Hosts("box.example.org", PublicAddress.NONE).allow("Box.Example.ORG", LAN))
                .isTrue();
    }

    @Test
    void anAddressHasOneMeaningHoweverItIsWritten() {
        Hosts bound = new Hosts("2001:db8::7", PublicAddress.NONE);
        assertThat(bound.allow("[2001:DB8:0::0:7]", LOOPBACK)).isTrue();
        assertThat(bound.allow("[2001:db8::8]", LOOPBACK)).isFalse();
    }

    @Test
    void listeningEverywhereTheAddressThatTheRequestCameInByIsMeant() {
        Hosts everywhere = new Hosts("0.0.0.0", PublicAddress.NONE);
        assertThat(everywhere.allow("192.0.2.7", LAN)).isTrue();
        assertThat(everywhere.allow("192.0.2.8", LAN)).isFalse();
        assertThat(everywhere.allow("0.0.0.0", LOOPBACK)).isTrue();
        assertThat(everywhere.allow("evil.example", LAN)).isFalse();
        Hosts everywhere6 = new Hosts("::", PublicAddress.NONE);
        assertThat(everywhere6.allow("[2001:db8::7]", LAN_6)).isTrue();
        assertThat(everywhere6.allow("[2001:db8::8]", LAN_6)).isFalse();
    }

    @Test
    void thePublicNameIsMeant() {
        Hosts known = reached("Meproc.Example.org", 443);
        assertThat(known.allow("meproc.example.org.", LOOPBACK)).isTrue();
        assertThat(known.allow("example.org", LOOPBACK)).isFalse();
        assertThat(known.isPublic(URI.create("https://meproc.example.org"))).isTrue();
        assertThat(hosts.isPublic(URI.create("https://meproc.example.org"))).isFalse();
    }

    @Test
    void thereMayBeManyPublicNames() {
        assertThat(List.of("one.example.org", "two.example.org", "three.example.org.", "[2001:db8:0::7]"))
                .allMatch(host -> MANY.allow(host, LOOPBACK));
        assertThat(List.of("four.example.org", "example.org", "2001:db8::8"))
                .noneMatch(host -> MANY.allow(host, LOOPBACK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://one.example.org:8080",
                "https://one.example.org:8080",
                "http://two.example.org",
                "https://two.example.org",
                "https://two.example.org:443",
                "https://three.example.org:8443",
                "http://[2001:db8::7]:81"
            })
    void aNameStandsForTheDefaultPortsUnlessItHasAPort(String origin) {
        assertThat(MANY.isPublic(URI.create(origin))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://one.example.org",
                "https://one.example.org",
                "https://two.example.org:80",
                "http://two.example.org:8080",
                "https://three.example.org",
                "http://[2001:db8::7]",
                "http://four.example.org"
            })
    void anotherPortOfAPublicNameIsAnotherProgram(String origin) {
        assertThat(MANY.isPublic(URI.create(origin))).isFalse();
    }

    private static Hosts reached(String host, int port, String... names) {
        return new Hosts("127.0.0.1", new PublicAddress(Optional.of(host), port, List.of(names), ""));
    }
}
