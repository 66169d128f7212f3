package io.meproc.hook;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets over TLS, whose certificate an authority has signed that the JVM does not know. */
class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void makeCertificate() throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        directory.resolve("keys.p12").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    @AfterEach
    void close() {
        done(vertx.close());
    }

    /** The certificates of a key store in PEM. */
    private Path pem(KeyStore keys) throws GeneralSecurityException, IOException {
        StringBuilder pem = new StringBuilder();
        for (String alias : Collections.list(keys.aliases())) {
            Certificate certificate = keys.getCertificate(alias);
            pem.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Files.writeString(directory.resolve("ca.pem"), pem);
    }

    private Path ownAuthority() throws GeneralSecurityException, IOException {
        return pem(KeyStore.getInstance(directory.resolve("keys.p12").toFile(), PASSWORD.toCharArray()));
    }

    private HookRequest.Trial trial(Target target) {
        try (Sending sending = new Sending(vertx, directory, Map.of("ops", target))) {
            return sending.request(new HookRequest.Try("ops"));
        }
    }

    @Test
    void aWebhookIsSentToAServerOfAKnownAuthorityAndOfItsNameOnly() throws Exception {
        HttpServer server = done(vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PfxOptions()
                                .setPath(directory.resolve("keys.p12").toString())
                                .setPassword(PASSWORD)))
                .requestHandler(request -> request.response().setStatusCode(204).end())
                .listen(0, "127.0.0.1"));
        Path authority = ownAuthority();
        assertThat(trial(https("localhost", server.actualPort(), authority)).words())
                .isEqualTo("HTTP 204 No Content");
        assertThat(trial(https("localhost", server.actualPort(), null)).words()).contains("certification path");
        Target checked = new Target.Http(
                TargetKind.WEBHOOK,
                "https://localhost:" + server.actualPort() + "/",
                null,
                null,
                Map.of(),
                "",
                authority,
                true);
        assertThat(trial(checked).words())
                .as("to the address that was looked up, by the name in the URL")
                .isEqualTo("HTTP 204 No Content");
        HookRequest.Trial other = trial(https("127.0.0.1", server.actualPort(), authority));
        assertThat(other.delivered()).isFalse();
        assertThat(other.words()).contains("127.0.0.1");
    }

    private static Target https(String host, int port, @Nullable Path authority) {
        return new Target.Http(
                TargetKind.WEBHOOK, "https://" + host + ":" + port + "/", null, null, Map.of(), "", authority, false);
    }

    @Test
    void aMailIsSentToAServerOfAKnownAuthorityOnly() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        server.start();
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(GreenMail.class.getResourceAsStream("/greenmail.p12"), PASSWORD.toCharArray());
            int port = server.getSmtps().getPort();
            assertThat(trial(mail(port, null)).words()).contains("certification path");
            assertThat(server.getReceivedMessages()).isEmpty();
            assertThat(trial(mail(port, pem(keys))).words()).isEqualTo("accepted for ops@example.org");
            assertThat(server.getReceivedMessages()).hasSize(1);
        } finally {
            server.stop();
        }
    }

    private static Target mail(int port, @Nullable Path authority) {
        return new Target.Mail(
                "localhost",
                port,
                Target.Mail.Tls.IMPLICIT,
                null,
                null,
                authority,
                "meproc@example.org",
                List.of("ops@example.org"));
    }
}
