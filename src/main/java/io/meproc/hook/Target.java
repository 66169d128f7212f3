package io.meproc.hook;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A receiver of notifications with its address. Secrets are in files, which are read for each notification. */
public sealed interface Target {
    TargetKind kind();

    /** The address without credentials, for people. */
    String place();

    /**
     * A target that receives HTTP requests.
     *
     * @param url the address; null if a file has it
     * @param urlFile a file with the address; null if it is not a secret
     * @param secrets a file with the secrets of a webhook, one in each line, or the token of the others; null for none
     * @param headers additional headers
     * @param chat the chat of a Telegram bot; empty for the other kinds
     * @param authorities a PEM file with the certificates that its own may be signed by; null for those of the JVM
     * @param checked whether its address may not be link-local
     */
    record Http(
            TargetKind kind,
            @Nullable String url,
            @Nullable Path urlFile,
            @Nullable Path secrets,
            Map<String, String> headers,
            String chat,
            @Nullable Path authorities,
            boolean checked)
            implements Target {
        public Http {
            headers = Map.copyOf(headers);
        }

        /** A target in the definition of a task. */
        static Http of(TargetKind kind, String url) {
            return new Http(kind, url, null, null, Map.of(), "", null, true);
        }

        @Override
        public String place() {
            return url == null
                    ? "the address in " + urlFile
                    : Url.of(url).map(Url::place).orElse("");
        }
    }

    /**
     * A mail server and the addresses of a mail.
     *
     * @param tls how the connection is encrypted
     * @param user the name for the login; null for no login
     * @param password a file with the password; null for no login
     * @param authorities as for {@link Http}
     */
    record Mail(
            String host,
            int port,
            Tls tls,
            @Nullable String user,
            @Nullable Path password,
            @Nullable Path authorities,
            String from,
            List<String> to)
            implements Target {
        /** The encryption of a connection to a mail server. */
        public enum Tls {
            /** From the first byte on, usual on port 465. */
            IMPLICIT,
            /** Begun by STARTTLS, which the server must offer. */
            STARTTLS,
            NONE;

            public String word() {
                return name().toLowerCase(java.util.Locale.ROOT);
            }

            public static Optional<Tls> of(String word) {
                return java.util.Arrays.stream(values())
                        .filter(each -> each.word().equals(word))
                        .findFirst();
            }
        }

        public Mail {
            to = List.copyOf(to);
        }

        @Override
        public TargetKind kind() {
            return TargetKind.MAIL;
        }

        @Override
        public String place() {
            return String.join(", ", to) + " by " + host + ":" + port;
        }
    }
}
