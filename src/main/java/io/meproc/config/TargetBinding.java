package io.meproc.config;

import io.meproc.hook.SecretFile;
import io.meproc.hook.Signature;
import io.meproc.hook.Target;
import io.meproc.hook.Target.Mail.Tls;
import io.meproc.hook.TargetKind;
import io.meproc.hook.Url;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Binds one target of notifications. Messages never have a value that may be a secret. */
final class TargetBinding {
    private static final String TELEGRAM = "https://api.telegram.org";
    private static final int MOST_HEADERS = 20;
    private static final int MOST_MAILBOXES = 20;
    private static final int HIGHEST_PORT = 65_535;
    private static final int SMTP = 25;
    private static final int SUBMISSIONS = 465;
    private static final int SUBMISSION = 587;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[ -~]{1,500}");
    private static final Pattern MAILBOX = Pattern.compile("[!-~&&[^<>,;@\"]]{1,64}@[A-Za-z0-9.-]{1,253}");
    private static final List<String> OWN = List.of("host", "content-length", "content-type", "transfer-encoding");

    private final String place;
    private final JsonObject members;

    /** @param place precedes the names of members in messages */
    TargetBinding(String place, JsonObject members) {
        this.place = place;
        this.members = members;
    }

    Target target() {
        String kinds = "one of " + String.join(", ", TargetKind.words());
        TargetKind kind = TargetKind.of(text("kind", kinds)).orElseThrow(() -> wrong("kind", kinds));
        return switch (kind) {
            case WEBHOOK -> http(kind, List.of("url", "url_file", "secret_file", "headers", "ca_file"), "secret_file");
            case SLACK -> http(kind, List.of("url", "url_file", "headers", "ca_file"), null);
            case TELEGRAM -> http(kind, List.of("url", "token_file", "chat", "headers", "ca_file"), "token_file");
            case NTFY -> http(kind, List.of("url", "token_file", "headers", "ca_file"), "token_file");
            case MAIL -> mail();
        };
    }

    private Target http(TargetKind kind, List<String> known, @Nullable String secret) {
        allow(known);
        boolean telegram = kind == TargetKind.TELEGRAM;
        String url = members.containsKey("url") ? url() : telegram ? TELEGRAM : null;
        Path urlFile = members.containsKey("url_file") ? file("url_file") : null;
        if ((url == null) == (urlFile == null)) {
            throw new ConfigurationException(place + ": expected either url or url_file");
        }
        Path secrets = secret != null && members.containsKey(secret) ? file(secret) : null;
        if (telegram && secrets == null) {
            throw wrong("token_file", "a file with the token of the bot");
        }
        check(kind, urlFile, secrets);
        String chat = telegram ? chat() : "";
        if (kind == TargetKind.NTFY
                && (url == null || url.replaceFirst("^https?://[^/]*/?", "").isEmpty())) {
            throw wrong("url", "the URL of a topic, such as https://ntfy.sh/my-topic");
        }
        return new Target.Http(kind, url, urlFile, secrets, headers(), chat, authorities(), false);
    }

    /** Reads the files once, so that a mistake is an error at the start and not when a task fails. */
    private static void check(TargetKind kind, @Nullable Path urlFile, @Nullable Path secrets) {
        try {
            if (urlFile != null && Url.of(SecretFile.read(urlFile).get(0)).isEmpty()) {
                throw new ConfigurationException(urlFile + ": expected a URL with http or https");
            }
            if (secrets != null) {
                List<String> all = SecretFile.read(secrets);
                if (kind == TargetKind.WEBHOOK && !all.stream().allMatch(Signature::isSecret)) {
                    throw new ConfigurationException(secrets + ": expected in each line " + Signature.FORM);
                }
            }
        } catch (IOException unreadable) {
            throw new ConfigurationException(String.valueOf(unreadable.getMessage()));
        }
    }

    private Target mail() {
        allow(List.of("host", "port", "tls", "user", "password_file", "ca_file", "from", "to"));
        String host = text("host", "the name or address of a mail server");
        String words = "one of implicit, starttls, none";
        Tls tls = members.containsKey("tls")
                ? Tls.of(text("tls", words)).orElseThrow(() -> wrong("tls", words))
                : Tls.STARTTLS;
        String user = members.containsKey("user") ? text("user", "a name") : null;
        Path password = members.containsKey("password_file") ? file("password_file") : null;
        if ((user == null) != (password == null)) {
            throw new ConfigurationException(place + ": expected both user and password_file, or neither");
        }
        if (user != null && tls == Tls.NONE) {
            throw new ConfigurationException(place
                    + ".tls: is none, so the password would be readable on the network; use implicit or starttls");
        }
        check(TargetKind.MAIL, null, password);
        return new Target.Mail(
                host, port(tls), tls, user, password, authorities(), mailbox("from", members.getValue("from")), to());
    }

    private @Nullable Path authorities() {
        if (!members.containsKey("ca_file")) {
            return null;
        }
        Path file = file("ca_file");
        try (InputStream in = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
                throw new ConfigurationException(file + ": expected certificates in PEM");
            }
            return file;
        } catch (IOException | CertificateException unreadable) {
            throw new ConfigurationException(file + ": expected certificates in PEM: " + unreadable.getMessage());
        }
    }

    private int port(Tls tls) {
        Object port = members.getValue("port");
        if (port == null) {
            return switch (tls) {
                case IMPLICIT -> SUBMISSIONS;
                case STARTTLS -> SUBMISSION;
                case NONE -> SMTP;
            };
        } else if (port instanceof Integer number && number >= 1 && number <= HIGHEST_PORT) {
            return number;
        }
        throw wrong("port", "a port, an integer from 1 to " + HIGHEST_PORT);
    }

    private List<String> to() {
        Object to = members.getValue("to");
        List<?> all = to instanceof JsonArray list ? list.getList() : to == null ? List.of() : List.of(to);
        if (all.isEmpty() || all.size() > MOST_MAILBOXES) {
            throw wrong("to", "a mail address, or a list of 1 to " + MOST_MAILBOXES);
        }
        List<String> mailboxes = new ArrayList<>();
        all.forEach(each -> mailboxes.add(mailbox("to", each)));
        return mailboxes;
    }

    private String mailbox(String key, @Nullable Object value) {
        if (value instanceof String text && MAILBOX.matcher(text).matches()) {
            return text;
        }
        throw wrong(key, "a mail address, such as ops@example.org");
    }

    private String chat() {
        Object chat = members.getValue("chat");
        if (chat instanceof Integer || chat instanceof Long || (chat instanceof String text && !text.isBlank())) {
            return chat.toString();
        }
        throw wrong("chat", "the id of a chat, such as -1001234567890, or the name of a channel, such as \"@ops\"");
    }

    private String url() {
        String allowed = "a URL with http or https and without credentials, such as https://hooks.example.org/meproc";
        String url = text("url", allowed);
        if (Url.of(url).isEmpty()) {
            throw wrong("url", allowed);
        }
        return url;
    }

    private Path file(String key) {
        try {
            return Path.of(text(key, "a file")).toAbsolutePath().normalize();
        } catch (InvalidPathException malformed) {
            throw wrong(key, "a file");
        }
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        Object given = members.getValue("headers");
        String allowed = "up to " + MOST_HEADERS
                + " names of headers with their values, in printable ASCII; not those that Meproc sets itself";
        if (given != null) {
            if (!(given instanceof JsonObject all) || all.size() > MOST_HEADERS) {
                throw wrong("headers", allowed);
            }
            for (Map.Entry<String, Object> each : all) {
                String name = each.getKey().toLowerCase(Locale.ROOT);
                if (!TOKEN.matcher(name).matches()
                        || OWN.contains(name)
                        || name.startsWith("webhook-")
                        || !(each.getValue() instanceof String value)
                        || !VALUE.matcher(value).matches()) {
                    throw wrong("headers", allowed);
                }
                headers.put(each.getKey(), value);
            }
        }
        return headers;
    }

    private void allow(List<String> known) {
        for (String key : members.fieldNames()) {
            if (!key.equals("kind") && !known.contains(key)) {
                throw new ConfigurationException(
                        place + "." + key + ": unknown key; known keys are kind, " + String.join(", ", known));
            }
        }
    }

    private String text(String key, String allowed) {
        if (members.getValue(key) instanceof String text && !text.isBlank() && text.indexOf('\0') < 0) {
            return text.strip();
        }
        throw wrong(key, allowed);
    }

    private ConfigurationException wrong(String key, String allowed) {
        return new ConfigurationException(
                place + "." + key + ": " + (members.getValue(key) == null ? "is required; " : "expected ") + allowed);
    }
}
