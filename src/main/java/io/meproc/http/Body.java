package io.meproc.http;

import io.meproc.api.Problem;
import io.meproc.api.Problem.Kind;
import io.meproc.api.Refused;
import io.meproc.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/**
 * Reads the body of a request, within limits of size and time and within the {@link Budget}.
 *
 * <p>The content type is ignored, since curl's {@code -d} declares a form and sends JSON. A body that is too large is
 * read to its end and dropped, since a client whose connection is closed while it sends may lose the answer. The
 * connection is closed only after {@link #CUT_OFF_BYTES}.
 */
final class Body {
    /** The largest body in bytes. */
    static final int LIMIT = Json.LONGEST;

    /** The problem of a request for which the {@link Budget} has no room. */
    static final Problem BUSY =
            Problem.of(Kind.TOO_MANY, "requests and answers use all of limits.in_flight_bytes; try again in a second");

    private static final Problem TOO_LARGE = Problem.of(Kind.TOO_LARGE, "the body is larger than " + LIMIT + " bytes");
    private static final long CUT_OFF_BYTES = 16L * LIMIT;
    private static final long DEADLINE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    /** Handles a body; an absent body is empty. */
    @FunctionalInterface
    interface Work<T> {
        Future<T> on(Buffer body);
    }

    private final Promise<Buffer> whole = Promise.promise();
    private final Budget.Lease lease;
    private Buffer read = Buffer.buffer();
    private long seen;
    private boolean dropped;

    private Body(Budget budget) {
        this.lease = budget.lease(() -> whole.tryFail(new ConnectionClosingRefusal(BUSY)));
    }

    /**
     * Reads the body and passes it to {@code work}; the body counts towards the budget until the work is done. Fails
     * with {@link Refused}.
     */
    static <T> Future<T> read(Vertx vertx, Budget budget, HttpServerRequest request, Work<T> work) {
        Body body = new Body(budget);
        long timer = vertx.setTimer(
                DEADLINE_MILLIS,
                id -> body.whole.tryFail(
                        new ConnectionClosingRefusal(Problem.of(Kind.TIMEOUT, "the body did not arrive within 30 s"))));
        request.handler(body::add);
        request.exceptionHandler(broken -> body.whole.tryFail(
                new ConnectionClosingRefusal(Problem.of(Kind.INVALID_REQUEST, "the body is malformed or incomplete"))));
        request.endHandler(end -> body.end());
        return body.whole
                .future()
                .onComplete(done -> vertx.cancelTimer(timer))
                .compose(work::on)
                .onComplete(done -> body.lease.close());
    }

    private void add(Buffer part) {
        seen += part.length();
        if (seen > CUT_OFF_BYTES) {
            whole.tryFail(new ConnectionClosingRefusal(TOO_LARGE));
        } else if (seen > LIMIT || dropped || !lease.acquire(part.length())) {
            drop();
        } else {
            read.appendBuffer(part);
        }
    }

    private void drop() {
        if (!dropped) {
            dropped = true;
            read = Buffer.buffer();
            lease.close();
        }
    }

    private void end() {
        if (seen > LIMIT) {
            whole.tryFail(new Refused(TOO_LARGE));
        } else if (dropped) {
            whole.tryFail(new Refused(BUSY));
        } else {
            lease.protect();
            Buffer body = read;
            read = Buffer.buffer();
            whole.tryComplete(body);
        }
    }
}
