package io.meproc.http;

import io.meproc.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/**
 * Reads a request's body, within a size and a time.
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
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Envelope answer;
        private final boolean close;

        Refused(int code, String message, String detail, boolean close) {
            super(detail);
            this.answer = Envelope.of(code, message).detail(detail);
            this.close = close;
        }

        void send(HttpServerRequest request) {
            if (close) {
                answer.sendAndClose(request);
            } else {
                answer.send(request);
            }
        }
    }

    private final Promise<byte[]> whole = Promise.promise();
    private final Buffer read = Buffer.buffer();
    private long seen;

    private Body() {}

    /** The bytes, none for no body; fails with {@link Refused}. */
    static Future<byte[]> read(Vertx vertx, HttpServerRequest request) {
        Body body = new Body();
        long timer = vertx.setTimer(
                DEADLINE_MILLIS,
                id -> body.whole.tryFail(
                        new Refused(408, "Request timeout", "the body did not arrive within 30 s", true)));
        request.handler(body::add);
        request.exceptionHandler(broken ->
                body.whole.tryFail(new Refused(400, "Invalid HTTP request", "the body is broken or breaks off", true)));
        request.endHandler(end -> body.end());
        return body.whole.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void add(Buffer part) {
        seen += part.length();
        if (seen <= LIMIT) {
            read.appendBuffer(part);
        } else if (seen > PATIENCE) {
            whole.tryFail(tooLarge(true));
        }
    }

    private void end() {
        if (seen > LIMIT) {
            whole.tryFail(tooLarge(false));
        } else {
            whole.tryComplete(read.getBytes());
        }
    }

    private static Refused tooLarge(boolean close) {
        return new Refused(413, "Body too large", "a body may have " + LIMIT + " bytes", close);
    }
}
