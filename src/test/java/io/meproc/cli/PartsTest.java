package io.meproc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meproc.task.Health;
import io.meproc.task.Task;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

/** What the verbs are made of. */
class PartsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "59, 59s",
        "60, 1m",
        "302, 5m 2s",
        "3600, 1h",
        "11520, 3h 12m",
        "86400, 1d",
        "187200, 2d 4h",
        "-5, 0s"
    })
    void aSpanIsAtMostTwoUnits(long seconds, String words) {
        assertThat(Span.of(Duration.ofSeconds(seconds))).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,-2,0.000,1.50,true,false,null,\"x\\\"\\u0001\"],\"b\":{},\"c\":[]}",
                "12345678901234567890123",
                "\"\"",
                "null"
            })
    void jsonComesOutAsItWentIn(String json) throws IOException {
        assertThat(Json.write(Json.read(json.getBytes(UTF_8)))).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({
        "http://h, http, h, 80, ''",
        "https://h/, https, h, 443, ''",
        "h:1, http, h, 1, ''",
        "http://[::1]:8606, http, [::1], 8606, ''",
        "HTTP://u:p@h:2/a/b//, HTTP, h, 2, /a/b"
    })
    void anAddressIsReadFromAUrl(String url, String scheme, String host, int port, String prefix) throws Failure {
        Address address = Address.of(url);

        assertThat(address.url()).isEqualTo(scheme + "://" + host + ":" + port + prefix);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.prefix()).isEqualTo(prefix);
        assertThat(address.secure()).isEqualTo(scheme.equals("https"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h", "http://", "http://h?a", "http://h#a", "a b", "http://a_b:x"})
    void whatIsNoUrlOfAServiceIsRefused(String url) {
        assertThatThrownBy(() -> Address.of(url)).isInstanceOf(Failure.class).hasMessageContaining("'" + url + "'");
    }

    /** The client knows the interface alone, so it has the words itself. */
    @Test
    void theStatesAndHealthsThatAreCompletedAreThoseThatThereAre() {
        CommandSpec spec = new ListVerb().spec();

        assertThat(spec.findOption("--state").completionCandidates())
                .containsExactlyInAnyOrderElementsOf(Task.CONDITIONS);
        assertThat(spec.findOption("--health").completionCandidates())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Health.values()).map(Health::word).toList());
    }

    @Test
    void chunksAreJoined() throws IOException {
        InputStream in = new ByteArrayInputStream("3;x=y\r\nabc\r\n0b\r\ndefghijklmn\r\n0\r\n\r\n".getBytes(UTF_8));

        assertThat(Body.chunked(in).readAllBytes()).asString(UTF_8).isEqualTo("abcdefghijklmn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3\r\nab", "3\r\nabc\r\n", "x\r\n"})
    void chunksThatBreakOffAreNoAnswer(String sent) {
        InputStream body = Body.chunked(new ByteArrayInputStream(sent.getBytes(UTF_8)));

        assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }

    @Test
    void aHeadPassesOverInterimAnswers() throws IOException {
        Head head = Head.read(new ByteArrayInputStream(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nX-A:  b \r\n\r\n".getBytes(UTF_8)));

        assertThat(head.status()).isEqualTo(204);
        assertThat(head.header("x-a")).isEqualTo("b");
    }
}
