package io.meproc.http;

import io.vertx.core.http.HttpServerRequest;

/** A failure that has an answer of its own. */
abstract class Refusing extends Exception {
    private static final long serialVersionUID = 1;

    Refusing(String words) {
        super(words);
    }

    /** Answers the request. */
    abstract void send(HttpServerRequest request);
}
