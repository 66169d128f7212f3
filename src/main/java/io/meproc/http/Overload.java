package io.meproc.http;

import io.vertx.core.http.HttpServerRequest;

/** There is no room left in the {@link Budget}: 503, to be tried again a second later. */
final class Overload extends Refusing {
    private static final long serialVersionUID = 1;

    private final boolean close;

    /**
     * A refusal.
     *
     * @param close when a part of the request is still to come
     */
    Overload(boolean close) {
        super("too many requests and answers at once");
        this.close = close;
    }

    @Override
    void send(HttpServerRequest request) {
        Envelope answer = Envelope.overload();
        if (close) {
            answer.sendAndClose(request);
        } else {
            answer.send(request);
        }
    }
}
