package io.meproc.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The symmetric signature v1 of Standard Webhooks 1.0.0: HMAC-SHA256 of id, timestamp and body, in Base64. */
public final class Signature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";

    /** The bounds that the specification gives, in bytes. */
    private static final int SHORTEST = 24;

    private static final int LONGEST = 64;

    /** The form of a secret, for messages. */
    public static final String FORM =
            "whsec_ and 24 to 64 bytes in Base64, as printed by: echo whsec_$(head -c 32 /dev/urandom | base64)";

    private Signature() {}

    /** Whether a text is a secret. */
    public static boolean isSecret(String secret) {
        try {
            int bytes = key(secret).length;
            return secret.startsWith(PREFIX) && bytes >= SHORTEST && bytes <= LONGEST;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static byte[] key(String secret) {
        return Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
    }

    /** The value of the header webhook-signature: a signature with each secret, so that receivers can change theirs. */
    static String of(List<String> secrets, String id, long seconds, byte[] body) {
        return secrets.stream()
                .map(secret -> "v1," + of(secret, id, seconds, body))
                .collect(Collectors.joining(" "));
    }

    private static String of(String secret, String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(secret), ALGORITHM));
            mac.update((id + "." + seconds + ".").getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
