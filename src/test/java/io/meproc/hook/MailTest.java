package io.meproc.hook;

import static io.meproc.Futures.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.meproc.hook.Target.Mail.Tls;
import io.meproc.task.Notification;
import io.vertx.core.Vertx;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications that are sent to a real SMTP server. */
class MailTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void listen() {
        server.start();
    }

    @AfterEach
    void close() {
        server.stop();
        done(vertx.close());
    }

    private Target.Mail mail(Tls tls, @Nullable String user, @Nullable Path password, String... to) {
        return new Target.Mail(
                "127.0.0.1", server.getSmtp().getPort(), tls, user, password, null, "meproc@example.org", List.of(to));
    }

    @Test
    void aMailHasTheEventAndAnIdThatStaysTheSame() throws Exception {
        Target target = mail(Tls.NONE, null, null, "ops@example.org", "boss@example.org");
        Notification notification = Sending.notification(7, "ops");
        try (Sending sending = new Sending(vertx, directory, Map.of("ops", target))) {
            sending.commit(notification);
            await().atMost(PATIENCE).until(() -> server.getReceivedMessages().length == 2);
            MimeMessage mail = server.getReceivedMessages()[0];
            assertThat(mail.getSubject()).isEqualTo("back-up failed on box-1");
            assertThat(mail.getFrom()[0]).hasToString("meproc@example.org");
            assertThat(mail.getMessageID()).matches("<msg_7_[0-9a-f]+@box-1>");
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(GreenMailUtil.getBody(mail).replace("\r", ""))
                    .startsWith("back-up: failing: the last run: ended with code 3 after 2 s\nat ")
                    .contains("https://meproc.example.org/base/#/tasks/back-up");
            await().atMost(PATIENCE)
                    .until(() -> sending.outbox().notifications().isEmpty());
        }
    }

    @Test
    void theLoginIsThatOfTheSettings() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "s3cret\n");
        server.setUser("ops@example.org", "meproc", "s3cret");
        server.getUserManager().setAuthRequired(true);
        // Only tests log in without encryption: the settings don't allow that.
        Target right = mail(Tls.NONE, "meproc", password, "ops@example.org");
        Target wrong = mail(Tls.NONE, "intruder", password, "ops@example.org");
        try (Sending sending = new Sending(vertx, directory, Map.of("right", right, "wrong", wrong))) {
            HookRequest.Trial trial = sending.request(new HookRequest.Try("right"));
            assertThat(trial.words()).isEqualTo("accepted for ops@example.org");
            assertThat(trial.delivered()).isTrue();
            HookRequest.Trial refused = sending.request(new HookRequest.Try("wrong"));
            assertThat(refused.delivered()).isFalse();
            assertThat(refused.words()).containsIgnoringCase("auth").doesNotContain("s3cret");
        }
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void aMailIsNotSentInTheClearIfTheSettingsDemandEncryption() {
        try (Sending sending =
                new Sending(vertx, directory, Map.of("ops", mail(Tls.STARTTLS, null, null, "ops@example.org")))) {
            HookRequest.Trial trial = sending.request(new HookRequest.Try("ops"));
            assertThat(trial.delivered()).isFalse();
            assertThat(trial.words()).containsIgnoringCase("tls");
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aMailThatIsRefusedWaitsForTheNextAttempt() {
        Target target = mail(Tls.NONE, null, null, "ops@example.org");
        server.stop();
        try (Sending sending = new Sending(vertx, directory, Map.of("ops", target), List.of(Duration.ofHours(1)))) {
            sending.commit(Sending.notification(7, "ops"));
            await().atMost(PATIENCE)
                    .until(() -> sending.outbox().targets().get(0).failing() == 1);
            assertThat(sending.outbox().notifications().get(0).error()).contains("Connection refused");
        }
    }
}
