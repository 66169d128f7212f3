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
 * Reads a request's body, within a size, a time and the {@link Budget}.
 *
 * <p>Whatever the content type says: curl's {@code -d} says "form" and means JSON. What is too large is read
 * to its end and dropped, since closing on a client that still sends makes it lose the answer; only what goes
 * on and on is cut off.
 */
final class Body {
    /** Bytes of a body that is read. */
    static final int LIMIT = Json.LONGEST;

    /** There is no room left in the {@link Budget}. */
    static final Problem BUSY =
            Problem.of(Kind.TOO_MANY, "requests and answers use all of limits.in_flight_bytes; try again in a second");

    private static final Problem TOO_LARGE = Problem.of(Kind.TOO_LARGE, "a body may have " + LIMIT + " bytes");
    private static final long PATIENCE = 16L * LIMIT;
    private static final long DEADLINE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    /** Works on a body, which is empty for none. */
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
        this.lease = budget.lease(() -> whole.tryFail(new CutOff(BUSY)));
    }

    /** Reads the body and works on it; it counts against the budget until that is done. Fails with {@link Refused}. */
    static <T> Future<T> read(Vertx vertx, Budget budget, HttpServerRequest request, Work<T> work) {
        Body body = new Body(budget);
        long timer = vertx.setTimer(
                DEADLINE_MILLIS,
                id -> body.whole.tryFail(new CutOff(Problem.of(Kind.TIMEOUT, "the body did not arrive within 30 s"))));
        request.handler(body::add);
        request.exceptionHandler(broken ->
                body.whole.tryFail(new CutOff(Problem.of(Kind.INVALID_REQUEST, "the body is broken or breaks off"))));
        request.endHandler(end -> body.end());
        return body.whole
                .future()
                .onComplete(done -> vertx.cancelTimer(timer))
                .compose(work::on)
                .onComplete(done -> body.lease.close());
    }

    private void add(Buffer part) {
        seen += part.length();
        if (seen > PATIENCE) {
            whole.tryFail(new CutOff(TOO_LARGE));
        } else if (seen > LIMIT || dropped || !lease.take(part.length())) {
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
            lease.keep();
            Buffer body = read;
            read = Buffer.buffer();
            whole.tryComplete(body);
        }
    }
}
