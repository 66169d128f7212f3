package io.meproc.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in. {@code PORT} stands for the port that the service listens on. */
class CrossSiteFilterTest {
    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS");
    private static final List<String> FILES =
            List.of("/", "/index.html", "/meproc.js", "/meproc.css", "/app/theme.js", "/docs", "/openapi.json");
    private static final List<String> TARGETS =
            List.of("/proc", "/proc?name=a", "/proc/output?name=a", "/nothing", "/app/nothing.js");

    @TempDir
    static Path logs;

    static Service service;
    static Service known;

    @BeforeAll
    static void start() {
        service = new Service(logs);
        known = new Service(
                logs,
                "127.0.0.1",
                new PublicAddress(
                        Optional.of("meproc.example.org"),
                        443,
                        List.of("web.example.org", "web.example.org:8443"),
                        ""));
    }

    @AfterAll
    static void end() {
        service.close();
        known.close();
    }

    static Stream<Arguments> everyRoute() {
        return METHODS.stream().flatMap(method -> TARGETS.stream().map(target -> Arguments.of(method, target)));
    }

    @ParameterizedTest
    @MethodSource("everyRoute")
    void aStrangeHostIsRefusedEverywhere(String method, String target) throws IOException {
        Reply reply = ask(service, method, target, "Host: evil.example:PORT\r\n");
        assertThat(reply.status()).isEqualTo(403);
        if (!method.equals("HEAD")) {
            assertThat(reply.message()).isEqualTo("Host not allowed");
            assertThat(reply.detail()).contains("'evil.example:", "web.names", "MEPROC_WEB_NAMES");
        }
    }

    @ParameterizedTest
    @MethodSource("everyRoute")
    void anotherSitesPageIsRefusedEverywhere(String method, String target) throws IOException {
        Reply reply = ask(service, method, target, "Host: localhost:PORT\r\nOrigin: http://evil.example\r\n");
        assertThat(reply.status()).isEqualTo(403);
        if (!method.equals("HEAD")) {
            assertThat(reply.message()).isEqualTo("Origin not allowed");
            assertThat(reply.detail()).contains("'http://evil.example'", "web.names", "MEPROC_WEB_NAMES");
        }
    }

    @ParameterizedTest
    @MethodSource("everyRoute")
    void whatTheBrowserCallsCrossSiteIsRefusedEverywhere(String method, String target) throws IOException {
        Reply reply = ask(service, method, target, "Host: localhost:PORT\r\nSec-Fetch-Site: cross-site\r\n");
        assertThat(reply.status()).isEqualTo(403);
        if (!method.equals("HEAD")) {
            assertThat(reply.message()).isEqualTo("Origin not allowed");
            assertThat(reply.detail()).contains("Sec-Fetch-Site: cross-site");
        }
    }

    @ParameterizedTest
    @MethodSource("everyRoute")
    void theOwnPageIsLetInEverywhere(String method, String target) throws IOException {
        String headers = "Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\nSec-Fetch-Site: same-origin\r\n";
        Reply reply = ask(service, method, target, headers);
        if (reply.status() == 403 && !method.equals("HEAD")) {
            assertThat(target).contains("name=a");
            assertThat(reply.message()).isEqualTo("Program not exists, please start it at first");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:1",
                "LOCALHOST:PORT",
                "127.0.0.1",
                "127.0.0.1:PORT",
                "127.1",
                "127.1:9",
                "[::1]",
                "[::1]:PORT"
            })
    void thisMachineIsMeantWhateverThePort(String host) throws IOException {
        assertThat(ask(service, "GET", "/proc", "Host: " + host + "\r\n").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.nip.io:PORT",
                "localhost@evil.example",
                "evil.example@localhost",
                "localhost, evil.example",
                "localhost:x",
                "localhost:99999",
                "localhost:PORT:PORT",
                "localhost/",
                "http://localhost",
                "[::1",
                "::1",
                "0.0.0.0:PORT",
                "meproc.example.org"
            })
    void anythingElseIsNot(String host) throws IOException {
        Reply reply = ask(service, "GET", "/proc", "Host: " + host + "\r\n");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.message()).isEqualTo("Host not allowed");
    }

    @Test
    void twoHostsOrNoneAreRefused() throws IOException {
        assertThat(ask(service, "GET", "/proc", "Host: localhost\r\nHost: evil.example\r\n")
                        .detail())
                .isEqualTo("there is more than one Host header");
        assertThat(ask(service, "GET", "/proc", "").detail()).isEqualTo("the Host header is missing");
    }

    @Test
    void anOldClientNeedsNoHostButIsNoWayAround() throws IOException {
        assertThat(Wire.ask(service.port(), "GET /proc HTTP/1.0\r\n\r\n").status())
                .isEqualTo(200);
        assertThat(Wire.ask(service.port(), "PUT /proc HTTP/1.0\r\nOrigin: http://evil.example\r\n\r\n")
                        .message())
                .isEqualTo("Origin not allowed");
        assertThat(Wire.ask(service.port(), "PUT /proc HTTP/1.0\r\nSec-Fetch-Site: cross-site\r\n\r\n")
                        .message())
                .isEqualTo("Origin not allowed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        localhost:PORT | http://localhost:PORT   | 200
        localhost:PORT | https://localhost:PORT  | 200
        LOCALHOST:PORT | http://localhost:PORT   | 200
        127.0.0.1:PORT | http://127.0.0.1:PORT   | 200
        [::1]:PORT     | http://[::1]:PORT       | 200
        localhost      | http://localhost        | 200
        localhost      | https://localhost       | 200
        localhost:PORT | http://localhost:3000   | 403
        localhost:PORT | http://localhost        | 403
        localhost:PORT | http://127.0.0.1:PORT   | 403
        localhost:PORT | http://evil.example:PORT| 403
        localhost:PORT | null                    | 403
        localhost:PORT | ''                      | 403
        localhost:PORT | localhost:PORT          | 403
        localhost:PORT | file://                 | 403
        localhost:PORT | http://localhost:PORT@evil.example | 403
        localhost:PORT | %zz                     | 403
        """)
    void onlyThePageOfTheSameAddressIsOurs(String host, String origin, int status) throws IOException {
        Reply reply = ask(service, "GET", "/proc", "Host: " + host + "\r\nOrigin: " + origin + "\r\n");
        assertThat(reply.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"same-origin,200", "none,200", "same-site,403", "cross-site,403", "'',403", "Same-Origin,403"})
    void theBrowsersWordIsTaken(String site, int status) throws IOException {
        Reply reply = ask(service, "GET", "/proc", "Host: localhost\r\nSec-Fetch-Site: " + site + "\r\n");
        assertThat(reply.status()).isEqualTo(status);
    }

    static Stream<Arguments> everyFile() {
        return FILES.stream()
                .flatMap(file -> Stream.of(
                                "Host: evil.example\r\n",
                                "Host: localhost\r\nOrigin: http://evil.example\r\n",
                                "Host: localhost\r\nOrigin: null\r\n",
                                "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n")
                        .map(headers -> Arguments.of(file, headers)));
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void theFilesOfThePageAreServedToAllSinceTheyArePublicAndChangeNothing(String file, String headers)
            throws IOException {
        Reply reply = ask(service, "GET", file, headers);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("cross-origin-resource-policy")).isEqualTo("same-origin");
        assertThat(ask(service, "HEAD", file, headers).status()).isEqualTo(200);
        assertThat(ask(service, "POST", file, headers).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/nothing", "/api/v1/node"})
    void aLinkOfAnotherSiteLeadsToThePageAlone(String target) throws IOException {
        String headers = "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n";
        assertThat(ask(service, "GET", target, headers).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        127.0.0.1:PORT | https://meproc.example.net | same-origin | 200
        127.0.0.1:PORT | http://localhost:8080      | same-origin | 200
        evil.example   | https://evil.example       | same-origin | 403
        127.0.0.1:PORT | https://meproc.example.net | same-site   | 403
        127.0.0.1:PORT | https://meproc.example.net | none        | 403
        127.0.0.1:PORT | https://meproc.example.net | Same-Origin | 403
        """)
    void behindAProxyThatChangesTheHostTheBrowserKnowsWhoseAPageIs(String host, String origin, String site, int status)
            throws IOException {
        String headers = "Host: " + host + "\r\nOrigin: " + origin + "\r\nSec-Fetch-Site: " + site + "\r\n";
        assertThat(ask(service, "GET", "/proc", headers).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"same-origin", "none", "''"})
    void aNameBoundToThisAddressAnewIsRefusedByTheHostWhateverTheBrowserSays(String site) throws IOException {
        for (String origin : List.of("", "Origin: http://rebound.example:PORT\r\n")) {
            String headers = "Host: rebound.example:PORT\r\n" + origin
                    + (site.isEmpty() ? "" : "Sec-Fetch-Site: " + site + "\r\n");
            for (String method : List.of("GET", "PUT", "POST", "DELETE", "PATCH")) {
                assertThat(ask(service, method, "/api/v1/tasks", headers).detail())
                        .contains("'rebound.example:", "which is not a name of this service");
            }
        }
    }

    /** Without TLS a browser sends no Sec-Fetch-Site to such a name, and with TLS it finds no certificate for it. */
    @Test
    void behindAProxyThatChangesTheHostAReboundNameIsRefusedByTheOrigin() throws IOException {
        String headers = "Host: 127.0.0.1:PORT\r\nOrigin: http://rebound.example\r\n";
        for (String method : List.of("PUT", "POST", "DELETE", "PATCH")) {
            assertThat(ask(service, method, "/proc", headers).message()).isEqualTo("Origin not allowed");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        http://localhost:PORT | 200
        http://localhost:3000 | 403
        https://other.example | 403
        null                  | 403
        """)
    void anOlderBrowserThatDoesNotSayWhereFromIsJudgedByTheOrigin(String origin, int status) throws IOException {
        String headers = "Host: localhost:PORT\r\nOrigin: " + origin + "\r\n";
        assertThat(ask(service, "GET", "/api/v1/node", headers).status()).isEqualTo(status);
    }

    @Test
    void noOtherSiteIsPermittedToSendTheHeaderThatIsTrusted() throws IOException {
        String from = "Host: localhost:PORT\r\nOrigin: http://other.example\r\n";
        String wanted = "Access-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: sec-fetch-site\r\n";
        Reply preflight = ask(service, "OPTIONS", "/api/v1/tasks/a", from + wanted);
        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.headers().toString().toLowerCase(Locale.ROOT)).doesNotContain("access-control");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Sec-Fetch-Site: same-origin | Sec-Fetch-Site: cross-site
        Sec-Fetch-Site: cross-site  | Sec-Fetch-Site: same-origin
        Origin: http://localhost    | Origin: http://other.example
        """)
    void ofAHeaderThatIsSentTwiceNoneIsBelieved(String first, String second) throws IOException {
        String headers = "Host: localhost\r\n" + first + "\r\n" + second + "\r\n";
        assertThat(ask(service, "GET", "/api/v1/node", headers).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        http://localhost:PORT/proc           | localhost:PORT  | 200
        http://localhost:PORT/proc?name=a    | localhost:PORT  | 200
        HTTP://LOCALHOST/proc                | localhost       | 200
        https://127.0.0.1/proc               | 127.0.0.1       | 200
        http://[::1]:PORT/proc               | [::1]:PORT      | 200
        http://localhost:PORT                | localhost:PORT  | 200
        http://localhost:PORT/api/v1/node    | localhost:PORT  | 200
        http://localhost:PORT/proc           | evil.example    | 200
        http://evil.example/proc             | localhost:PORT  | 403
        http://localhost@evil.example/proc   | localhost:PORT  | 403
        http:///proc                         | localhost:PORT  | 403
        http://localhost:PORT/nothing        | localhost:PORT  | 404
        ftp://localhost/proc                 | localhost:PORT  | 400
        localhost:PORT                       | localhost:PORT  | 400
        *                                    | localhost:PORT  | 400
        """)
    void anAddressAsTheTargetCountsInsteadOfTheHost(String target, String host, int status) throws IOException {
        String real = target.replace("PORT", Integer.toString(service.port()));
        Reply reply = ask(service, "GET", real, "Host: " + host + "\r\n");
        assertThat(reply.status()).isEqualTo(status);
    }

    @Test
    void anAddressAsTheTargetNeedsAHostAllTheSame() throws IOException {
        assertThat(ask(service, "GET", "http://localhost/proc", "").detail()).isEqualTo("the Host header is missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        meproc.example.org     | https://meproc.example.org     | 200
        meproc.example.org:443 | https://meproc.example.org     | 200
        localhost:PORT         | https://meproc.example.org     | 200
        localhost:PORT         | https://meproc.example.org:443 | 200
        localhost:PORT         | http://meproc.example.org      | 403
        localhost:PORT         | https://meproc.example.org:444 | 403
        localhost:PORT         | https://evil.example           | 403
        www.meproc.example.org | https://meproc.example.org     | 403
        web.example.org        | https://web.example.org        | 200
        web.example.org:80     | http://web.example.org         | 200
        localhost:PORT         | http://web.example.org         | 200
        localhost:PORT         | https://web.example.org:8443   | 200
        localhost:PORT         | http://web.example.org:8080    | 403
        """)
    void behindAProxyThePublicAddressIsOursToo(String host, String origin, int status) throws IOException {
        Reply reply = ask(known, "GET", "/proc", "Host: " + host + "\r\nOrigin: " + origin + "\r\n");
        assertThat(reply.status()).isEqualTo(status);
    }

    private static Reply ask(Service service, String method, String target, String headers) throws IOException {
        String real = headers.replace("PORT", Integer.toString(service.port()));
        try (Wire wire = new Wire(service.port())) {
            wire.send(Wire.request(method, target, real, new byte[0]));
            return method.equals("HEAD") ? wire.readHead() : wire.read();
        }
    }
}
