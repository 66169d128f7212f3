package io.meproc.api;

import io.meproc.json.Content;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call.
 *
 * @param status the HTTP status
 * @param revision the revision of the task, or of the table for a list; null for other answers
 * @param tag the entity tag of the body, in quotes; null for none
 * @param problem the kind of problem that the body describes; null for none
 * @param body JSON in UTF-8
 */
public record Reply(
        int status, @Nullable Long revision, @Nullable String tag, Problem.@Nullable Kind problem, Buffer body) {

    private static final int TAG_BYTES = 8;

    /** A reply without a {@link Problem}. */
    public Reply(int status, @Nullable Long revision, @Nullable String tag, Buffer body) {
        this(status, revision, tag, null, body);
    }

    /** Whether the body is a {@link Problem}. */
    public boolean refused() {
        return problem != null;
    }

    static Reply of(int status, @Nullable Long revision, Content body) {
        return new Reply(status, revision, null, Buffer.buffer(body.bytes()));
    }

    /** The same reply with the entity tag of its body. */
    Reply tagged(String entityTag) {
        return new Reply(status, revision, entityTag, body);
    }

    /** The same reply with a weak entity tag that is a digest of its body. */
    public Reply taggedByContent() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes());
            return tagged("W/" + TaskReads.quoted(HexFormat.of().formatHex(digest, 0, TAG_BYTES)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }

    public static Reply of(Problem problem) {
        return new Reply(problem.kind().status(), null, null, problem.kind(), Buffer.buffer(problem.bytes()));
    }
}
