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
 * Writes long answers part by part, at the pace of their readers and within the {@link Budget}. What is written goes to
 * a buffer outside of the heap first, so a whole answer to a client that does not read would stay there.
 */
final class Paced {
    /** Bytes of a part; what is no longer is written at once. */
    static final int PART = 16 << 10;

    /** Where the parts come from. */
    @FunctionalInterface
    interface Source {
        /** The next part; empty at the end. */
        Future<Buffer> next();
    }

    private final Budget budget;

    Paced(Budget budget) {
        this.budget = budget;
    }

    /** Sends a body that was made for this answer; fails with {@link Refused} before anything is sent. */
    Future<Void> send(HttpServerRequest request, Buffer body) {
        return send(request, body, body.length());
    }

    /** Sends a body that is kept anyway. */
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
     * Sends what a source gives.
     *
     * @param length bytes of the whole
     * @param held bytes that are held for it until it is written
     */
    Future<Void> send(HttpServerRequest request, long length, long held, Source source) {
        HttpServerResponse response = request.response();
        if (HttpMethod.HEAD.equals(request.method())) {
            return response.putHeader("Content-Length", Long.toString(length)).end();
        }
        Budget.Lease lease = budget.lease(() -> request.connection().close());
        if (!lease.take(held)) {
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
     * Sends pieces of any length, as many as come. Each counts until it is written; a connection for whose next piece there is no
     * room is closed.
     *
     * @param held bytes that are held beside a piece
     * @param piece the usual bytes of a piece
     */
    Future<Void> stream(HttpServerRequest request, long held, int piece, Source source) {
        HttpServerResponse response = request.response();
        if (HttpMethod.HEAD.equals(request.method())) {
            return response.end();
        }
        Budget.Lease lease = budget.lease(() -> request.connection().close());
        if (!lease.take(held + piece)) {
            lease.close();
            return Future.failedFuture(new Refused(Body.BUSY));
        }
        Source parts = new Parts(source, length -> lease.hold(held + Math.max(piece, length)));
        return parts.next()
                .compose(first -> {
                    if (request.version() == HttpVersion.HTTP_1_0) {
                        // Its end is the connection's.
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

    /** Cuts long pieces. */
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

    /** One answer on its way. */
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
            // A write on a connection that ends meanwhile may never complete.
            response.closeHandler(closed -> done.tryComplete());
            write(first);
            return done.future();
        }

        /**
         * A callback for each part rather than a chain of futures, which would be as deep as the answer is long; and a turn
         * for each, so that a long answer to a fast reader holds up nobody.
         */
        private void write(Buffer part) {
            boolean last = part.length() == 0;
            (last ? response.end() : response.write(part)).onComplete(written -> {
                lease.touch();
                // That an answer can't be written is the client's own doing.
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
