package io.meproc.http;

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

    private static final long PATIENCE = 16L * LIMIT;
    private static final long DEADLINE_MILLIS = TimeUnit.SECONDS.toMillis(30);

    /** Why a body was not read; {@code close} when the rest of it is still to come. */
    private static final class Refused extends Refusing {
        private static final long serialVersionUID = 1;
        private final transient Envelope answer;
        private final boolean close;

        Refused(int code, String message, String detail, boolean close) {
            super(detail);
            this.answer = Envelope.of(code, message).detail(detail);
            this.close = close;
        }

        @Override
        void send(HttpServerRequest request) {
            if (close) {
                answer.sendAndClose(request);
            } else {
                answer.send(request);
            }
        }
    }

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
        this.lease = budget.lease(() -> whole.tryFail(new Overload(true)));
    }

    /** Reads the body and works on it; it counts against the budget until that is done. Fails with {@link Refusing}. */
    static <T> Future<T> read(Vertx vertx, Budget budget, HttpServerRequest request, Work<T> work) {
        Body body = new Body(budget);
        long timer = vertx.setTimer(
                DEADLINE_MILLIS,
                id -> body.whole.tryFail(
                        new Refused(408, "Request timeout", "the body did not arrive within 30 s", true)));
        request.handler(body::add);
        request.exceptionHandler(broken ->
                body.whole.tryFail(new Refused(400, "Invalid HTTP request", "the body is broken or breaks off", true)));
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
            whole.tryFail(tooLarge(true));
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
            whole.tryFail(tooLarge(false));
        } else if (dropped) {
            whole.tryFail(new Overload(false));
        } else {
            lease.keep();
            Buffer body = read;
            read = Buffer.buffer();
            whole.tryComplete(body);
        }
    }

    private static Refused tooLarge(boolean close) {
        return new Refused(413, "Body too large", "a body may have " + LIMIT + " bytes", close);
    }
}
