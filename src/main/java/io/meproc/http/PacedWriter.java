package io.meproc.http;

import io.meproc.api.Refused;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Objects;
import java.util.function.LongPredicate;

/**
 * Writes long answers part by part, at the pace of their readers and within the {@link Budget}. Written bytes are
 * first buffered outside of the heap, so a whole answer to a client that does not read would occupy memory there.
 */
final class PacedWriter {
    /** The size of a part in bytes; a shorter answer is written at once. */
    static final int PART = 16 << 10;

    /** A source of parts. */
    @FunctionalInterface
    interface Source {
        /** The next part; empty at the end. */
        Future<Buffer> next();
    }

    private final Budget budget;

    PacedWriter(Budget budget) {
        this.budget = budget;
    }

    /** Sends a body that was rendered for this answer; fails with {@link Refused} before anything is sent. */
    Future<Void> send(HttpServerRequest request, Buffer body) {
        return send(request, body, body.length());
    }

    /** Sends a body that stays in memory in any case. */
    Future<Void> sendShared(HttpServerRequest request, Buffer body) {
        return send(request, body, Math.min(PART, body.length()));
    }

    private Future<Void> send(HttpServerRequest request, Buffer body, long held) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        } else if (body.length() <= PART && !HttpMethod.HEAD.equals(request.method())) {
            return response.end(body);
        }
        return send(request, body.length(), held, new Slices(body));
    }

    /**
     * Sends the parts of a source.
     *
     * @param length the total number of bytes
     * @param held bytes that are held for the answer until it is written
     */
    Future<Void> send(HttpServerRequest request, long length, long held, Source source) {
        HttpServerResponse response = request.response();
        if (HttpMethod.HEAD.equals(request.method())) {
            return response.putHeader("Content-Length", Long.toString(length)).end();
        }
        Budget.Lease lease = budget.lease(() -> request.connection().close());
        if (!lease.acquire(held)) {
            lease.close();
            return Future.failedFuture(new Refused(Body.BUSY));
        }
        return source.next()
                .compose(first -> {
                    response.putHeader("Content-Length", Long.toString(length));
                    return new Transfer(response, lease, source).begin(first);
                })
                .onComplete(ended -> lease.close());
    }

    /**
     * Sends pieces of any length and number. Each counts towards the budget until it is written; if there is no room
     * for the next piece, the connection is closed.
     *
     * @param held bytes that are held beside a piece
     * @param piece the usual size of a piece in bytes
     */
    Future<Void> stream(HttpServerRequest request, long held, int piece, Source source) {
        HttpServerResponse response = request.response();
        if (HttpMethod.HEAD.equals(request.method())) {
            return response.end();
        }
        Budget.Lease lease = budget.lease(() -> request.connection().close());
        if (!lease.acquire(held + piece)) {
            lease.close();
            return Future.failedFuture(new Refused(Body.BUSY));
        }
        Source parts = new Parts(source, length -> lease.hold(held + Math.max(piece, length)));
        return parts.next()
                .compose(first -> {
                    if (request.version() == HttpVersion.HTTP_1_0) {
                        // In HTTP/1.0 the end of the connection is the end of the answer.
                        response.putHeader("Connection", "close");
                    } else {
                        response.setChunked(true);
                    }
                    return new Transfer(response, lease, parts).begin(first);
                })
                .onComplete(ended -> lease.close())
                .onSuccess(ended -> {
                    if (request.version() == HttpVersion.HTTP_1_0) {
                        request.connection().close();
                    }
                });
    }

    /** Splits long pieces into parts. */
    private static final class Parts implements Source {
        private final Source pieces;
        private final LongPredicate room;
        private Buffer rest = Buffer.buffer();

        Parts(Source pieces, LongPredicate room) {
            this.pieces = pieces;
            this.room = room;
        }

        @Override
        public Future<Buffer> next() {
            return rest.length() > 0
                    ? Future.succeededFuture(cut())
                    : pieces.next().compose(piece -> {
                        rest = piece;
                        return room.test(piece.length())
                                ? Future.succeededFuture(cut())
                                : Future.failedFuture(new Refused(Body.BUSY));
                    });
        }

        private Buffer cut() {
            Buffer part = rest.slice(0, Math.min(PART, rest.length()));
            rest = rest.slice(part.length(), rest.length());
            return part;
        }
    }

    private static final class Slices implements Source {
        private final Buffer all;
        private int position;

        Slices(Buffer all) {
            this.all = all;
        }

        @Override
        public Future<Buffer> next() {
            int from = position;
            position = Math.min(all.length(), from + PART);
            return Future.succeededFuture(all.slice(from, position));
        }
    }

    /** The transfer of one answer. */
    private static final class Transfer {
        private final HttpServerResponse response;
        private final Budget.Lease lease;
        private final Source source;
        private final Context context = Objects.requireNonNull(Vertx.currentContext());
        private final Promise<Void> done = Promise.promise();

        Transfer(HttpServerResponse response, Budget.Lease lease, Source source) {
            this.response = response;
            this.lease = lease;
            this.source = source;
        }

        Future<Void> begin(Buffer first) {
            // A write on a connection that is closed meanwhile may never complete.
            response.closeHandler(closed -> done.tryComplete());
            write(first);
            return done.future();
        }

        /**
         * Writes a part, with a callback for each part, since a chain of futures would be as deep as the answer is
         * long. Each part has its own turn of the event loop, so that a long answer to a fast reader does not delay
         * others.
         */
        private void write(Buffer part) {
            boolean last = part.length() == 0;
            (last ? response.end() : response.write(part)).onComplete(written -> {
                lease.touch();
                // A failed write is caused by the client, and is no failure of the service.
                if (written.failed() || last) {
                    done.tryComplete();
                } else if (!done.future().isComplete()) {
                    context.runOnContext(
                            turn -> source.next().onSuccess(this::write).onFailure(done::tryFail));
                }
            });
        }
    }
}
