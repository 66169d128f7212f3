package io.meproc.http;

import io.meproc.task.ReplicaId;
import io.meproc.task.Task;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;

/**
 * The output of a task as JSON, in base64 as in the original, written part by part.
 *
 * <p>It is bounded: of a long log it has the end, and then says under {@code skipped} how many bytes come
 * before it. Its length is fixed at the beginning; what is written to a log meanwhile is left out.
 */
final class OutputAnswer {
    /** Bytes of output in one answer, shared evenly by the replicas. */
    static final int MOST = 16 << 20;

    /** Bytes of output in a part; a multiple of three becomes base64 without padding. */
    static final int PART = 3 << 14;

    private static final int PIECE_BYTES = 160;

    private sealed interface Piece {
        long length();
    }

    private record Text(Buffer bytes) implements Piece {
        @Override
        public long length() {
            return bytes.length();
        }
    }

    /** Bytes of a file, counted from its start. */
    private record Range(ReplicaLog log, long from, long to) implements Piece {
        @Override
        public long length() {
            return (to - from + 2) / 3 * 4;
        }
    }

    private final Deque<Piece> left;
    private final long length;

    private OutputAnswer(List<Piece> pieces) {
        this.left = new ArrayDeque<>(pieces);
        this.length = pieces.stream().mapToLong(Piece::length).sum();
    }

    /** Looks how long the logs are. */
    static OutputAnswer of(Task task, Path logDirectory) throws IOException {
        int replicas = task.definition().replicas();
        List<Piece> pieces = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        pieces.add(text("{\"code\":200,\"msg\":\"OK\",\"data\":{"));
        for (int index = 0; index < replicas; index++) {
            ReplicaId replica = new ReplicaId(task.name(), index);
            String member = "\"" + replica.alias() + "\":";
            ReplicaLog log = ReplicaLog.find(logDirectory, replica).orElse(null);
            long size = log == null ? 0 : log.size();
            long from = Math.max(0, size - MOST / replicas);
            pieces.add(text((index == 0 ? "" : ",") + member + "\""));
            if (log != null) {
                pieces.add(new Range(log, from, size));
            }
            pieces.add(text("\""));
            if (from > 0) {
                skipped.add(member + from);
            }
        }
        pieces.add(text(skipped.isEmpty() ? "}}" : "},\"skipped\":{" + String.join(",", skipped) + "}}"));
        return new OutputAnswer(pieces);
    }

    private static Piece text(String text) {
        return new Text(Buffer.buffer(text));
    }

    /** Bytes of the whole answer. */
    long length() {
        return length;
    }

    /** Roughly the bytes that it takes beside a part: one of ten thousand replicas has as many files to read. */
    long held() {
        return (long) PIECE_BYTES * left.size();
    }

    /** The next part; empty at the end. */
    Buffer next() throws IOException {
        Buffer part = Buffer.buffer();
        while (part.length() < PART && !left.isEmpty()) {
            Piece piece = left.remove();
            if (piece instanceof Text text) {
                part.appendBuffer(text.bytes());
            } else if (piece instanceof Range range) {
                long end = Math.min(range.to(), range.from() + PART);
                part.appendBytes(Base64.getEncoder().encode(range.log().read(range.from(), end)));
                if (end < range.to()) {
                    left.push(new Range(range.log(), end, range.to()));
                }
            }
        }
        return part;
    }
}
