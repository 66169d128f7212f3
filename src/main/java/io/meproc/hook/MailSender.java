package io.meproc.hook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends notifications as mails, each over a connection of its own. */
final class MailSender {
    private static final int CONNECT_MILLIS = 10_000;
    private static final Duration ATTEMPT = Duration.ofSeconds(60);
    /**
     * The logins for which a password is meant. Without this list, vertx-mail-client 5.1.6 sends the password as an OAuth token
     * first, to a server that offers XOAUTH2, so that each mail begins with a failed login.
     */
    private static final String PASSWORD_METHODS = "PLAIN LOGIN CRAM-MD5 CRAM-SHA1 CRAM-SHA256 DIGEST-MD5";

    private static final int MOST_BYTES = 100_000;

    private final Vertx vertx;
    private final WorkerExecutor worker;

    MailSender(Vertx vertx, WorkerExecutor worker) {
        this.vertx = vertx;
        this.worker = worker;
    }

    /** Sends a message; the future does not fail. */
    Future<Outcome> send(Target.Mail target, Message message) {
        return worker.executeBlocking(
                        () -> target.password() == null ? List.<String>of() : SecretFile.read(target.password()), false)
                .compose(passwords -> send(target, passwords, message))
                .map(result ->
                        (Outcome) new Outcome.Delivered("accepted for " + String.join(", ", result.getRecipients())))
                .recover(broken -> Future.succeededFuture(new Outcome.Failed(Failures.words(broken, ATTEMPT))));
    }

    private Future<MailResult> send(Target.Mail target, List<String> passwords, Message message) {
        MailConfig config = new MailConfig(target.host(), target.port())
                .setSsl(target.tls() == Target.Mail.Tls.IMPLICIT)
                .setStarttls(
                        target.tls() == Target.Mail.Tls.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setConnectTimeout(CONNECT_MILLIS)
                .setOwnHostname(message.node())
                .setMaxPoolSize(1)
                .setKeepAlive(false);
        config.setHostnameVerificationAlgorithm("HTTPS");
        if (target.authorities() != null) {
            config.setTrustOptions(
                    new PemTrustOptions().addCertPath(target.authorities().toString()));
        }
        if (target.user() == null || passwords.isEmpty()) {
            config.setLogin(LoginOption.DISABLED);
        } else {
            config.setAuthMethods(PASSWORD_METHODS)
                    .setLogin(LoginOption.REQUIRED)
                    .setUsername(target.user())
                    .setPassword(passwords.get(0));
        }
        MailClient client = MailClient.create(vertx, config);
        return client.sendMail(mail(target, message))
                .timeout(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS)
                .eventually(client::close);
    }

    private static MailMessage mail(Target.Mail target, Message message) {
        MailMessage mail = new MailMessage()
                .setFrom(target.from())
                .setTo(target.to())
                .setSubject(message.title())
                .setText(Texts.whole(message, MOST_BYTES));
        // The same in every attempt, so that a mailbox can recognise a mail that was accepted twice.
        mail.addHeader("Message-ID", "<" + message.id() + "@" + message.node() + ">");
        // No automatic reply is wanted (RFC 3834).
        mail.addHeader("Auto-Submitted", "auto-generated");
        return mail;
    }
}
