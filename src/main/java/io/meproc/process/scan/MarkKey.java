package io.meproc.process.scan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The key of a data directory, from which the secret of each run's {@link Marker} is derived. So secrets are not
 * stored, and a start does not wait for random numbers. Its text form does not contain the key.
 */
public final class MarkKey {
    /** In bytes, as long as the digest. */
    public static final int LENGTH = 32;

    /** The block size of HMAC with SHA-256 in bytes; see RFC 2104. */
    private static final int BLOCK = 64;

    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    /** The length of a secret in bytes: 128 bits. */
    private static final int SECRET = 16;

    private final byte[] inner;
    private final byte[] outer;

    private MarkKey(byte[] key) {
        inner = padded(key, INNER);
        outer = padded(key, OUTER);
    }

    /** A key of {@link #LENGTH} bytes; fails for any other length. */
    public static MarkKey of(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        return new MarkKey(key);
    }

    /** A random key that is not stored. */
    public static MarkKey random() {
        byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        return new MarkKey(key);
    }

    private static byte[] padded(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= pad;
        }
        return block;
    }

    /** The first 128 bits of the HMAC with SHA-256 (RFC 2104) of a text, in hexadecimal. */
    String secret(String text) {
        MessageDigest digest = sha256();
        digest.update(inner);
        byte[] first = digest.digest(text.getBytes(StandardCharsets.UTF_8));
        digest.update(outer);
        return HexFormat.of().formatHex(digest.digest(first), 0, SECRET);
    }

    /** Whether this is the secret of a text; takes the same time for every wrong one. */
    boolean proves(String text, String secret) {
        return MessageDigest.isEqual(
                secret(text).getBytes(StandardCharsets.US_ASCII), secret.getBytes(StandardCharsets.US_ASCII));
    }

    /** The text form, without the key. */
    @Override
    public String toString() {
        return "MarkKey";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
