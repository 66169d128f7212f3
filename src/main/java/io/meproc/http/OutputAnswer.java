package io.meproc.http;

import io.meproc.logs.LogExtent;
import io.meproc.logs.LogRange;
import io.meproc.logs.LogRequest;
import io.meproc.task.ReplicaId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;

/**
 * The output of a task as JSON, in base64, rendered part by part.
 *
 * <p>The answer is bounded: it has the end of a long log, and {@code skipped} is the number of bytes before it. The
 * length is fixed at the beginning; later output is left out.
 */
final class OutputAnswer implements PacedWriter.Source {
    /** The bytes of output in one answer, shared evenly by the replicas. */
    static final int MOST = 16 << 20;

    /** The bytes of output in a part; a multiple of three becomes base64 without padding. */
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

    /** Bytes of a log, which become base64. */
    private record Bytes(LogRange range) implements Piece {
        @Override
        public long length() {
            return (count() + 2) / 3 * 4;
        }

        long count() {
            return range.to() - range.from();
        }
    }

    private final LogClient logs;
    private final Deque<Piece> left;
    private final long length;

    private OutputAnswer(List<Piece> pieces, LogClient logs) {
        this.logs = logs;
        this.left = new ArrayDeque<>(pieces);
        this.length = pieces.stream().mapToLong(Piece::length).sum();
    }

    /** The output of the replicas of a task, by index. */
    static OutputAnswer of(String task, List<LogExtent> extents, LogClient logs) {
        List<Piece> pieces = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        pieces.add(text("{\"code\":200,\"msg\":\"OK\",\"data\":{"));
        for (int index = 0; index < extents.size(); index++) {
            ReplicaId replica = new ReplicaId(task, index);
            LogExtent extent = extents.get(index);
            String member = "\"" + replica.alias() + "\":";
            long from = Math.max(extent.begin(), extent.end() - MOST / extents.size());
            pieces.add(text((index == 0 ? "" : ",") + member + "\""));
            if (from < extent.end()) {
                pieces.add(new Bytes(new LogRange(replica, from, extent.end())));
            }
            pieces.add(text("\""));
            if (from > 0) {
                skipped.add(member + from);
            }
        }
        pieces.add(text(skipped.isEmpty() ? "}}" : "},\"skipped\":{" + String.join(",", skipped) + "}}"));
        return new OutputAnswer(pieces, logs);
    }

    private static Piece text(String text) {
        return new Text(Buffer.buffer(text));
    }

    /** The length of the whole answer in bytes. */
    long length() {
        return length;
    }

    /**
     * An estimate of the bytes that the answer holds beside a part; a task of 10,000 replicas has as many files to
     * read.
     */
    long held() {
        return (long) PIECE_BYTES * left.size();
    }

    /** Reads the logs of one part together, since one of ten thousand replicas may have written a line. */
    @Override
    public Future<Buffer> next() {
        List<Piece> part = new ArrayList<>();
        List<LogRange> ranges = new ArrayList<>();
        for (long bytes = 0; bytes < PART && !left.isEmpty(); ) {
            Piece piece = left.remove();
            if (piece instanceof Bytes log && log.count() > PART) {
                LogRange range = log.range();
                long cut = range.from() + PART;
                left.push(new Bytes(new LogRange(range.replica(), cut, range.to())));
                piece = new Bytes(new LogRange(range.replica(), range.from(), cut));
            }
            if (piece instanceof Bytes log) {
                ranges.add(log.range());
            }
            part.add(piece);
            bytes += piece.length();
        }
        return ranges.isEmpty()
                ? Future.succeededFuture(joined(part, Buffer.buffer()))
                : logs.<Buffer>request(new LogRequest.Read(ranges)).map(bytes -> joined(part, bytes));
    }

    private static Buffer joined(List<Piece> part, Buffer bytes) {
        Buffer joined = Buffer.buffer();
        int position = 0;
        for (Piece piece : part) {
            if (piece instanceof Text text) {
                joined.appendBuffer(text.bytes());
            } else if (piece instanceof Bytes log) {
                int end = position + (int) log.count();
                joined.appendBytes(Base64.getEncoder().encode(bytes.getBytes(position, end)));
                position = end;
            }
        }
        return joined;
    }
}
